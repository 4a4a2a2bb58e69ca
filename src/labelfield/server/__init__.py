"""The coordinator: HTTP routes, use cases, settlement worker."""
