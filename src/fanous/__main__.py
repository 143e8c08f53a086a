"""`python -m fanous`."""

import sys

from fanous.cli import main

if __name__ == "__main__":
    sys.exit(main())
