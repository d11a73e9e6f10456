"""The same city published by other generators: Eleventy and Hugo, as projects that can be run."""
