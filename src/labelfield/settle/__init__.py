"""One project's answers to what everybody has earned, and the hashes that pin both. Pure."""
