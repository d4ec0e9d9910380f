"""Commands of the command line that are no part of the daily check and build; like `cli` they print and exit."""
