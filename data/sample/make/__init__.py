"""Three invented sellers: one simulated trade per seller, and every file a view of it in a platform's own format."""
