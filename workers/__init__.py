"""The Celery processes: one file a queue, each task a few lines around one action of routing."""
