"""The register: what is said about the systems, by whom, on what ground, and what fits it."""
