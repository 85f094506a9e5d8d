"""Evidence packets: plan, made pages, assembly, numbering, manifest, verification."""
