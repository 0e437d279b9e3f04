"""``MusicCM.schelp``: the class's help page, its table of parameters included."""

from bridge.protocol.parameters import PARAMETERS, Parameter
from max_patches.generate.supercollider.tables import plain

_HEAD = """\
class:: MusicCM
summary:: plays MusicCM, a live text-to-music instrument
categories:: Control, External Control>OSC
related:: Classes/NetAddr, Classes/OSCFunc

description::
A client of the MusicCM daemon (code::musiccm run::), which makes endless music from words. It
keeps what the daemon tells (values, status, meters) and sends gestures; the sound leaves the daemon
on its own outputs or JACK ports.

classmethods::
method:: new
Connect to a daemon, now or whenever it comes up.
argument:: port
Its OSC port.
argument:: host
The daemon listens on its own machine only, unless something forwards the port.

method:: names
All parameters, as they are named in the table below.

method:: spec
A link::Classes/ControlSpec:: with the range and the default of a numeric parameter; nil for others.
argument:: name
Such as code::"stem/drums/gain"::.

method:: row
What the table says of a parameter, as an Event; an error where there is none of that name.
argument:: name
Its name.

method:: renewal
Seconds after which the subscription is renewed.

instancemethods::
private:: init, argument, receive, prConnect, renew

subsection:: Writing
method:: set
Set any parameter.
argument:: name
Its name, such as code::"stem/drums/gain"::.
argument:: value
A number, text or Boolean; nil gives an optional parameter back to the planner; an Array of MIDI
notes is a chord.
argument:: when
The line it is heard from: "now", "beat", "bar", 2, 4 or 8 bars. Without: as code::quantize:: says.

method:: prompt
Set the words of a slot and, if given, its weight.

method:: stem
Set a parameter of a stem: code::m.stem(\\drums, \\gain, 0.5)::.

method:: call
Call any command: code::m.call("scene/between", 1, 2, 8)::.

method:: play, stop, hold, release, back, again, capture, save, recall, morph
The commands of the same names.

subsection:: Reading
method:: at
The last value that the daemon has told; nil for auto.

method:: values, status, meters
Dictionaries of what the daemon has told last.

method:: connected
Whether it answers.

method:: refresh
Ask for all values.

method:: onValue, onStatus, onMeters, onEvent, onConnect
Functions: of name and value; of the status (ten times a second); of the meters (thirty times a
second); of a name such as code::error:: or code::done:: and an Array; of a Boolean.

method:: free
Disconnect.
"""

_EXAMPLES = """\
examples::
code::
m = MusicCM.new;
m.prompt(1, "dark techno, no melody");
m.prompt(2, "warm jazz piano", 0.5);
m.tempo = 126;
m.set("key", "Am", "bar");
m.set("chord", "Am F C G");
m.stem(\\drums, \\gain, 0.5);
m.quantize = "bar";
m.capture(8);
m.onEvent = { |name, arguments| [name, arguments].postln };
m.status[\\state].postln;
m.free;

// a slider for any parameter
(
var name = "density", m = MusicCM.new;
EZSlider(nil, 300 @ 24, name, MusicCM.spec(name), { |slider| m.set(name, slider.value) }).front;
)
::
"""


def _cell(text: str) -> str:
    return text.replace("\\|", "/").replace("`", "")


def _row(p: Parameter) -> str:
    bounds = f"{p.low:g} to {p.high:g} {p.unit}" if p.low is not None else ", ".join(p.choices)
    return f"## {p.name} || {p.kind} || {bounds.strip()} || {_cell(p.doc)}\n"


def page() -> bytes:
    """Return the page; its methods are checked against the class by the tests."""
    names = ", ".join(p.name for p in plain())
    own = f"subsection:: Parameters as methods\nmethod:: {names}\n"
    own += "Read and write the parameter of the same name.\n\n"
    table = "section:: Parameters\ntable::\n" + "".join(map(_row, PARAMETERS)) + "::\n\n"
    return f"{_HEAD}\n{own}{_EXAMPLES}\n{table}".encode()
