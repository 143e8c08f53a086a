"""Where work runs: two pure functions (a source, some days) and an executor that maps them."""
