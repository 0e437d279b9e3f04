"""Who leads the time: the daemon itself, or others whose beats it follows."""
