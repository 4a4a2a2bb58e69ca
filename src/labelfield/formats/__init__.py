"""Files that others write and read: import and export."""
