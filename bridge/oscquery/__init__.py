"""OSCQuery: the parameter table as a tree that controllers read, listen to and find by zeroconf.

The Vidvox proposal, https://github.com/Vidvox/OSCQueryProposal: HTTP and JSON for the tree, a
WebSocket for values as they change.
"""
