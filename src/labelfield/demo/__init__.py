"""The demonstration: a real crowd replayed, paid, verified, exported."""
