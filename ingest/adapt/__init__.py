"""`make adapt`: fine-tune the built-in embedding model on the ways of asking, as a small LoRA adapter."""
