"""The attack laboratory: a whole economy on a development chain, and everybody who cheats in it."""
