"""What was captured and recorded, to be dragged into a DAW."""
