"""Long tables, laid out and drawn by frkit itself, since WeasyPrint takes milliseconds for each row."""
