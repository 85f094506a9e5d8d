"""What came back: intake, safe names, and turning originals into pages."""
