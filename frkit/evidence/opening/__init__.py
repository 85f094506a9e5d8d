"""What a file is by its content, and how what is locked is opened."""
