"""From a timeline to lines and rectangles: pure, knows no HTML, in units of which the drawing is 1000 wide.

schaal        time ↔ place, and the dates along the axis
vormen        what a drawing is made of
banen         lanes to blocks
rijen         terms, signals and handovers, packed into rows
beeld         all of it, stacked
"""
