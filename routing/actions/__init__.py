"""Every write of the product, one file a noun. Permissions are checked here, where the writes are."""
