"""Whether measurements fit what is said: tests, grades, and the caps on grades."""
