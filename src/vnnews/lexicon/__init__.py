"""The lexicons: what the library knows of offices, bodies, acronyms, counted nouns, stamps and dates, as data."""

from vnnews.lexicon.load import Entry, Lexicon, LexiconError, builtin

__all__ = ["Entry", "Lexicon", "LexiconError", "builtin"]
