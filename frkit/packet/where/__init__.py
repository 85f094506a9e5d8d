"""Where a page came from, where it stands, how it is cited, and what moved between two builds."""
