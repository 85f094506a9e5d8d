"""Spreadsheets as pages: nothing cut off at an edge, no number shown as ###, what is hidden named."""
