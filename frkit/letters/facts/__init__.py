"""What a template may use: each module gives some of the facts of a letter."""
