"""From any file to PDF pages."""
