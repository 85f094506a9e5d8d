"""Files from strangers, opened in processes of their own with limits."""
