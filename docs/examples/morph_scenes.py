"""Two scenes, and the way from one to the other over some bars.

python docs/examples/morph_scenes.py --bars 8
"""

import argparse

from pythonosc.udp_client import SimpleUDPClient

SCENES = {
    1: ("night", {"prompt/1/text": "ambient pads, slow", "density": 0.2, "brightness": 0.2}),
    2: ("floor", {"prompt/1/text": "driving techno", "density": 0.8, "brightness": 0.7}),
}

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--bars", type=float, default=8.0)
parser.add_argument("--port", type=int, default=7000)
options = parser.parse_args()
client = SimpleUDPClient("127.0.0.1", options.port)

for number, (name, values) in SCENES.items():
    for parameter, value in values.items():
        client.send_message(f"/mcm/{parameter}", value)
    client.send_message("/mcm/scene/save", [number, name])
client.send_message("/mcm/scene/recall", 1)
client.send_message("/mcm/scene/morph", [2, options.bars])

client.send_message("/mcm/scene/list", [])
client.send_message("/mcm/plan/preview", [])
for message in client.get_messages(timeout=5):
    if message.address == "/mcm/scene":
        print("scene", *message.params)
    elif message.address == "/mcm/plan/change":
        beat, seconds, parameter, value, *_ = message.params
        print(f"{parameter} becomes {value} from beat {beat:.1f} on")
    elif message.address == "/mcm/plan/preview.reply":
        break
    elif message.address == "/mcm/error":
        raise SystemExit(" ".join(map(str, message.params)))
else:
    raise SystemExit("no answer: is `musiccm run` playing, and on that port?")
