"""Names of drums in style files and their General MIDI percussion keys."""

DRUM_KEYS: dict[str, int] = {
    "kick": 36, "kick2": 35, "rim": 37, "snare": 38, "clap": 39, "snare2": 40, "hat": 42,
    "pedal": 44, "open": 46, "crash": 49, "crash2": 57, "ride": 51, "bell": 53, "tom_low": 41,
    "tom_floor": 43, "tom_mid": 45, "tom_mid2": 47, "tom_high": 48, "tom_top": 50,
    "tambourine": 54, "cowbell": 56, "bongo_high": 60, "bongo_low": 61, "conga_mute": 62,
    "conga_high": 63, "conga_low": 64, "timbale_high": 65, "timbale_low": 66,
    "agogo_high": 67, "agogo_low": 68, "cabasa": 69, "maracas": 70, "claves": 75,
    "shaker": 82,
}  # fmt: skip
