"""A built packet as one ZIP file or BagIt folder to hand over, with or without its originals."""
