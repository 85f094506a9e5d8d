"""Files, YAML with places, findings and errors: what every other room stands on."""
