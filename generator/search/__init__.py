"""The search: the corpus as entries, entries as an index of small files that a browser reads in part."""
