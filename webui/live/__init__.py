"""The only place that emits to browsers and the only place that listens to the broker."""
