"""Ids, messages, hashes and commitments: what every room and every language agrees on. Pure."""
