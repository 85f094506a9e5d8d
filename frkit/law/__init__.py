"""What the law says: places, clocks, closed days, exemptions."""
