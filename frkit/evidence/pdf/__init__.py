"""PDFs as they exist: opened however damaged, disarmed, copied for a packet."""
