"""The composer: styles as data files, pieces from seeds."""
