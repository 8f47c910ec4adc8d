"""``python -m vnnews.cli``."""

from vnnews.cli import main

if __name__ == "__main__":
    main()
