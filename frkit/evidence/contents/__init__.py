"""What files bring with them: archives, attached files, mailboxes, each part with its own hash."""
