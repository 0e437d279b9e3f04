"""Server and announcement, opened and closed together."""

from contextlib import AsyncExitStack

from bridge.config import RunConfig
from bridge.oscquery.announce import Announcement
from bridge.oscquery.server import QueryServer


async def open_query(config: RunConfig, osc_port: int, stack: AsyncExitStack) -> QueryServer:
    """Serve and announce until ``stack`` closes. Raises StartupError."""
    server = QueryServer(osc_port)
    stack.push_async_callback(server.stop)
    await server.start(config.listen_on, config.oscquery_port)
    announcement = Announcement(config.listen_on, server.port, osc_port)
    stack.push_async_callback(announcement.stop)
    announcement.start()
    return server
