"""What a project costs, when a task is done, and who gets which task next. Pure."""
