"""The pages that frkit makes for a packet: cover, contents, tables."""
