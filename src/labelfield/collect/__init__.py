"""From record rows and chain facts to the Inputs of a settlement."""
