"""Figures about what happened: queries, measures, exports."""
