"""Many articles: reading inputs, running the extractor over them, writing records and rejects."""

from vnnews.batch.readers import Item, Reject, read_inputs
from vnnews.batch.run import Summary, rejects_path, run, run_to_file

__all__ = ["Item", "Reject", "Summary", "read_inputs", "rejects_path", "run", "run_to_file"]
