"""How well the music follows what was asked, section by section: ``musiccm train quality``."""
