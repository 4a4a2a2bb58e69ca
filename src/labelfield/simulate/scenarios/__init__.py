"""One file a cheat: who cheats, how, and what became of it."""
