"""A Greenfield on loopback, for development, demonstration and tests.

It refuses what the network refuses and has the network's quirks, so that what works here has a
chance to work there. It keeps its objects in a folder and needs nothing but the standard library.
"""
