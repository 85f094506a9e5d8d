"""What came back: what a file really is, its pages, its attached files; originals are read and never touched."""
