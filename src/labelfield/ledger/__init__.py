"""Rates to amounts, in whole units that are rounded down and never wrap. Pure."""
