"""`guichet import-calls`: history from a file of calls in the bank's format (see docs/import.md)."""
