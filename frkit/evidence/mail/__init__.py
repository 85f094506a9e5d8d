"""Mails read as they came: headers, words, attached files, whatever is wrong with them."""
