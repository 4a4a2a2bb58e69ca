"""Amounts as people write them."""

from labelfield.requesting.money import UNITS, dollars, parse_dollars

__all__ = ["UNITS", "dollars", "parse_dollars"]
