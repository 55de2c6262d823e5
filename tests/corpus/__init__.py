"""The corpus: files as clients, people and attackers make them, each made by a script from the shipped form.

``producers`` (shapes of a sound file), ``damages`` (of the layout), ``numbers`` (as they are typed) and
``hostile`` (attacks and broken files) say what must come of each file; ``pending`` marks what does not yet.
"""
