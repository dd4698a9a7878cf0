"""The web site of an imaginary bank, on another site than Guichet, that embeds three portals."""
