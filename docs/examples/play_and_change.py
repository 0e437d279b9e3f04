"""Play with words: two prompts, their mix, the tempo; then read back what is asked now.

musiccm run "warm rhodes"                                             # in one terminal
python docs/examples/play_and_change.py "dark techno" "jazz piano"    # in another
"""

import argparse

from pythonosc.udp_client import SimpleUDPClient

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("words", nargs=2, help="two prompts")
parser.add_argument("--mix", type=float, default=0.5, help="share of the second one")
parser.add_argument("--bpm", type=float, default=124.0)
parser.add_argument("--port", type=int, default=7000)
options = parser.parse_args()

client = SimpleUDPClient("127.0.0.1", options.port)
client.send_message("/mcm/prompt/1/text", options.words[0])
client.send_message("/mcm/prompt/2/text", options.words[1])
client.send_message("/mcm/prompt/1/weight", 1.0 - options.mix)
client.send_message("/mcm/prompt/2/weight", options.mix)
client.send_message("/mcm/tempo", [options.bpm, "bar"])  # from the next bar line on

# Errors and answers come to the port that the question came from.
for name in ("prompt/1/text", "prompt/2/text", "prompt/2/weight", "tempo"):
    client.send_message(f"/mcm/{name}/get", [])
client.send_message("/mcm/sync", 1)  # answered once all that went before has been done
for message in client.get_messages(timeout=5):
    if message.address == "/mcm/synced":
        break
    print(message.address, *message.params)
else:
    raise SystemExit("no answer: is `musiccm run` playing, and on that port?")
