"""The data set: composed, played, labelled, and kept in shards."""
