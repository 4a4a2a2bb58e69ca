"""A client of BNB Greenfield that stands alone: nothing here imports the rest of Labelfield."""
