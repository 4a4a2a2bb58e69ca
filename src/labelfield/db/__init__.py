"""The server's cache and queue: tables, query functions, one writer."""
