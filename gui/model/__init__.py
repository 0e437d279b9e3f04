"""What the panel knows, without Qt: values, status, presence, health, words."""
