"""The soak: the daemon as a program, played from outside under load and faults, and judged."""
