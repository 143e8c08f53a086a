"""Web pages: templates and the one style sheet."""
