"""How pages are made: wording, typesetting, fonts, charts."""
