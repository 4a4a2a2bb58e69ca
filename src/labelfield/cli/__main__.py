"""`python -m labelfield.cli` is `labelfield`."""

from labelfield.cli.main import main

if __name__ == "__main__":
    main()
