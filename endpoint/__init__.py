"""The desktop program of customers and agents; it installs and runs without the rest."""
