"""What pages are made of: tiles, lists, links into what is behind a figure, the sheet that the browser shows."""
