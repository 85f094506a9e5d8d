"""What goes out and comes in: shared copies, backups, exports, imports from elsewhere."""
