"""Why a verdict is what it is, and what would change it: for a terminal, a page and a program."""
