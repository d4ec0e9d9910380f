"""Finished views: all that a template prints, with nothing left to look up or work out."""
