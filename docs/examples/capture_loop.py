"""Keep the last bars as loops for a DAW, and say where they are.

python docs/examples/capture_loop.py --bars 4
"""

import argparse
from pathlib import Path

from pythonosc.udp_client import SimpleUDPClient

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--bars", type=int, default=4)
parser.add_argument("--port", type=int, default=7000)
options = parser.parse_args()

client = SimpleUDPClient("127.0.0.1", options.port)
client.send_message("/mcm/capture", options.bars)
for message in client.get_messages(timeout=30):
    if message.address == "/mcm/done":  # the command, then the folder it wrote
        folder = Path(message.params[1])
        break
    if message.address in ("/mcm/fail", "/mcm/error"):
        raise SystemExit(f"not captured: {message.params[1]}")
else:
    raise SystemExit("no answer: is `musiccm run` playing, and on that port?")
print(folder)
for file in sorted(folder.glob("*.wav")):
    print(" ", file.name)
