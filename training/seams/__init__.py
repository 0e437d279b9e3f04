"""The seam test: whether a program can find where the windows of a long piece meet."""
