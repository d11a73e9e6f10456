"""Makes the parts of pages that several pages share."""
