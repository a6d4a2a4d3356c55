"""Writing statements: out of the pages' own words, or by a configured model that is not believed."""
