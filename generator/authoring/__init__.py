"""Help for those who write the content: schemas for their editor, a first draft, one style, explanations."""
