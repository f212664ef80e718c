"""The record in other shapes, made from editions alone and streamed."""
