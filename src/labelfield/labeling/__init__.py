"""What labelers are asked and which answers are valid: Label Studio's language, a subset. Pure."""
