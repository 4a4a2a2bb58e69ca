"""AI data labeling on chain: instant micropayments, proven quality, a record to recompute."""

__version__ = "0.1.0"
