"""The HTML pages and the files browsers fetch with them; everything visible is made by the client."""
