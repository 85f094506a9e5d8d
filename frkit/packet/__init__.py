"""From a plan to one numbered, indexed, verifiable PDF: made pages, assembly, numbers, manifest, verification."""
