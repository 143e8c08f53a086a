"""Other people's lists of incidents, read as finding aids: reports, and never measurement."""
