"""Office files by LibreOffice, and what their pages do not show."""
