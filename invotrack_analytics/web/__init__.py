"""The dashboard: a program on the workbench. Nothing else knows panel, bokeh or tornado."""
