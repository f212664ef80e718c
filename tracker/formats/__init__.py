"""How the desk writes days and times, a folder for each language."""
