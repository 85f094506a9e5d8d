"""Letters as files: plain text, web page, PDF, word processor, mail."""
