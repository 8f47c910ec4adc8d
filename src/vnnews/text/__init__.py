"""Text as characters: normalization with offsets, words, sentences, the page and the one scan."""
