"""The record: editions, which is all that the public reads. It knows nothing of the desk."""
