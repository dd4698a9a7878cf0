"""A day of calls played through the running product by its public interfaces only."""
