"""The band: composed pieces to four stems, labels and captions."""
