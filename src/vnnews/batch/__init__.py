"""Many articles: reading inputs, one at a time, and writing their records as JSON Lines."""
