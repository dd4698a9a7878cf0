"""The way from any released database to the present one, forward only."""
