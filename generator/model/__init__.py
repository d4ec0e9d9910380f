"""The content as typed, frozen records, exactly as the editors write it."""
