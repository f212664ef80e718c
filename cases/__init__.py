"""The desk: what staff know. Drafts, notes and testimony live here and never leave by themselves."""
