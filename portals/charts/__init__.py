"""Charts as plain functions: data in, an SVG string out.

Drawn on the server, so that they print, work without JavaScript and pass a strict content security policy: no inline
style, only attributes and the classes of ``static/portals/charts.css``. Every chart carries a title and a description
for a screen reader, and the pages put the same numbers beside it as a table.
"""
