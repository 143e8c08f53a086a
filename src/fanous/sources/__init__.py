"""Raw data into observations: facts as received, no conclusions."""
