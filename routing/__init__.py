"""The product's rules and its truth: states, matching, permissions, tables and every write."""
