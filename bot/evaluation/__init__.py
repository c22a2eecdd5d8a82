"""`otkaz eval`: question sets against the assistant; figures, a report, and a comparison with a saved baseline."""
