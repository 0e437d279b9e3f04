"""The engine: music on request, from a child process that may be killed."""
