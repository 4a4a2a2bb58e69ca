"""Finished datasets in the formats of those who train on them: a file a format."""
