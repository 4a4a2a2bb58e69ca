"""From settlements to records in storage and credits on chain."""
