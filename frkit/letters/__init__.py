"""Which letter a request needs, and its text: sentences from templates, facts from everywhere else."""
