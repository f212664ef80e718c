"""The desk from the command line."""
