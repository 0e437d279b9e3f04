"""Who talks to the daemon, where its answers go, and for how long."""

from dataclasses import dataclass, field

Address = tuple[str, int]

LEASE_SECONDS = 60.0
LONGEST_LEASE = 3600.0
MAX_CLIENTS = 256
ERRORS_PER_SECOND = 10.0
ERROR_BURST = 20.0


@dataclass
class Client:
    """One sender: host and source port. Every datagram of it renews its leases."""

    address: Address
    heard: float
    reply_port: int | None = None
    lease: float = LEASE_SECONDS
    subscribed: bool = False
    features: float = 0.0  # how many a second; 0 for none
    stamped: bool = False  # whether each comes in a bundle with the time when it is heard
    slot: int = -1  # number of the last one on the grid of its rate
    mark: int | None = None  # of the stage, when the last one was sent
    error_tokens: float = ERROR_BURST
    error_time: float = 0.0
    out_of_range: set[str] = field(default_factory=set)
    unheard: set[str] = field(default_factory=set)

    @property
    def reply_to(self) -> Address:
        """Where replies, errors and subscriptions go."""
        return (self.address[0], self.reply_port or self.address[1])

    def may_err(self, now: float) -> bool:
        """Spend one error of the allowance; False when it is used up."""
        refill = (now - self.error_time) * ERRORS_PER_SECOND
        self.error_tokens = min(ERROR_BURST, self.error_tokens + refill)
        self.error_time = now
        if self.error_tokens < 1.0:
            return False
        self.error_tokens -= 1.0
        return True


class Clients:
    """The clients whose lease runs; the one heard longest ago makes room for a new one."""

    def __init__(self) -> None:
        self._clients: dict[Address, Client] = {}

    def heard(self, address: Address, now: float) -> Client:
        """Return the client of this address, its leases renewed."""
        self.expire(now)
        client = self._clients.pop(address, None) or Client(address, now, error_time=now)
        if len(self._clients) >= MAX_CLIENTS:
            del self._clients[next(iter(self._clients))]
        client.heard = now
        self._clients[address] = client  # last in the dict: heard last
        return client

    def expire(self, now: float) -> None:
        """Forget clients whose lease is over."""
        over = [a for a, c in self._clients.items() if now - c.heard > c.lease]
        for address in over:
            del self._clients[address]

    def subscribers(self, now: float) -> list[Client]:
        """Return who wants to be told."""
        self.expire(now)
        return [c for c in self._clients.values() if c.subscribed]
