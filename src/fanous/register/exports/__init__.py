"""The register in other shapes: SQLite, CSV, JSON Lines, FollowTheMoney, JSON-LD."""
