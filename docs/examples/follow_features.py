"""Follow the music: each beat, section and chord printed at the moment when it is heard.

python docs/examples/follow_features.py --beats 32
"""

import argparse
import socket
import time

from pythonosc.osc_message_builder import OscMessageBuilder
from pythonosc.osc_packet import OscPacket

from bridge.protocol.parameters import FEATURES

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--beats", type=int, default=64, help="end after so many")
parser.add_argument("--rate", type=float, default=60.0, help="features a second, 1 to 90")
parser.add_argument("--port", type=int, default=7000)
options = parser.parse_args()

subscribe = OscMessageBuilder("/mcm/subscribe")
for argument in (60.0, "features", options.rate):
    subscribe.add_arg(argument)
ears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ears.settimeout(10.0)
asked, beat, told = 0.0, -1, ("", "")
beats_left = options.beats

while beats_left:
    if time.time() - asked > 30.0:  # a subscription lasts 60 s: renew it in good time
        ears.sendto(subscribe.build().dgram, ("127.0.0.1", options.port))
        asked = time.time()
    for heard_at, message in OscPacket(ears.recv(4096)).messages:
        if message.address != "/mcm/features.reply":
            continue
        now = dict(zip((field.name for field in FEATURES), message.params, strict=True))
        if int(now["beat"]) == beat:
            continue
        beat, beats_left = int(now["beat"]), beats_left - 1
        time.sleep(max(0.0, heard_at - time.time()))  # it is on its way to the loudspeaker
        news = f"{now['section']}, {now['chord']}" if told != (now["section"], now["chord"]) else ""
        told = now["section"], now["chord"]
        print(f"bar {now['bar'] + 1}, beat {beat + 1}: {now['master']:.1f} dB  {news}", flush=True)
        break
