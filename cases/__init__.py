"""The desk: what staff know. Drafts, notes and testimony live here, and leave by the door alone."""
