"""Small faults made on purpose, to see that the tests notice each of them."""
