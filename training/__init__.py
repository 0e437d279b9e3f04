"""Everything that makes a checkpoint: data, vocoder, teacher, student, polish, judges, export."""
