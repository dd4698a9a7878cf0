"""What people see: pages, the REST API, and the live push to browsers."""
