"""How well lost connectivity is found: synthetic countries, dated truth, baselines, scores."""
