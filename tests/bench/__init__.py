"""What is measured: each figure beside a floor or a peer of the same run, printed with its ratio."""
