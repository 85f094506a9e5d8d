"""Run the command line as ``python -m frkit``."""

from frkit.cli.main import main

if __name__ == "__main__":
    main()
