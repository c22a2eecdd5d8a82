"""What gives a person away in a message: found by patterns, each with its own tests; no model, no network, nothing kept."""
