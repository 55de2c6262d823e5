"""Commands that make what the project ships: samples, the Word template, catalogues. The wheel leaves them out."""
