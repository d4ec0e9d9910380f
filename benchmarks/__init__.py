"""Synthetic corpora of any size, and the comparison of this generator with others on them."""
