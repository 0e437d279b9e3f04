"""Everything that makes a checkpoint: data, vocoder, teacher, distillation, evaluation, export."""
