"""Where bytes lie that anyone may check: buckets of named objects that never change."""
