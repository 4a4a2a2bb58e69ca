"""Recompute a project from public data and compare it with the chain."""
