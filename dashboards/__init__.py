"""What people look at in a browser; one module per dashboard."""
