"""How a reply sounds: brands, typography, plain language, and the shape that each channel takes."""
