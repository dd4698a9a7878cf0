"""Composition: settings, logging, the private broker node, the processes and their command."""
