"""What changed between two states of the content, by meaning: (Corpus, Corpus) → Difference. Pure."""
