"""The pages of the site: one builder per kind of page, from what an edition may show to HTML."""
