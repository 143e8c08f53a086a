"""The catalogue's files, and `update`, which gathers and compiles them."""
