"""What is wrong with a patch: boxes, lines and addresses that do not exist.

Reads the files as they are and knows nothing of how they were made.
"""
