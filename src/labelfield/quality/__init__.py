"""Answers to consensus, scores and rates, in integers only. Pure."""
