"""The tables on disk: the only place that knows Parquet and SQL files."""
