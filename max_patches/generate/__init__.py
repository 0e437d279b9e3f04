"""From the parameter table (``bridge.protocol``) to the files that are shipped."""
