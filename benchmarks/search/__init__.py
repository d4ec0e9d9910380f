"""What the search costs and how well it finds, on synthetic corpora and beside other engines."""
