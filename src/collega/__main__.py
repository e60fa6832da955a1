"""``python -m collega`` is the command line too."""

from collega.cli import main

main()
