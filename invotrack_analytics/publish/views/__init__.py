"""The dashboard's pages: a view says what a page shows, the frame puts it into a browser."""
