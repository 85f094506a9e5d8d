"""The words on pages: read, recognised from pictures, kept, and searched."""
