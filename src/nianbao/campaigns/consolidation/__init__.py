"""The district's own figures: the sum over its units, with the source of every figure."""
