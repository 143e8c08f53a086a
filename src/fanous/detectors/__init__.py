"""Series → spells: when a target stopped working on a network, and when it worked again."""
