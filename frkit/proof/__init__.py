"""That nothing was changed: seals, time stamps, verification, and forgetting on demand."""
