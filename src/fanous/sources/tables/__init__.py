"""Tables that others export, as CSV: their rows grouped into measurements or opinions."""
