"""Series → changepoints and episodes: one folder or file a detector."""
