"""The version of the library, of its lexicons and of the record's schema."""

__version__ = "0.1.0"
LEXICON_VERSION = "2026.11.1"
SCHEMA_VERSION = "1.1"
