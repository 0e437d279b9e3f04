"""A disc for each stem, the colour of the chord, the beat: `python docs/examples/visual.py`."""

import argparse

from PyQt6.QtCore import QPointF, Qt, QTimer, QTimerEvent
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtNetwork import QHostAddress, QUdpSocket
from PyQt6.QtWidgets import QApplication, QWidget
from pythonosc import osc_message_builder, osc_packet

from bridge.protocol.parameters import FEATURES, PITCH_CLASSES, STEMS


class Stage(QWidget):
    def __init__(self, port: int) -> None:
        super().__init__()
        self.now, self.flash = dict.fromkeys((f.name for f in FEATURES), 0.0), [0.0] * len(STEMS)
        self.port, self.socket = port, QUdpSocket(self)
        self.socket.bind(QHostAddress("127.0.0.1"))
        self.socket.readyRead.connect(self.hear)
        self.startTimer(1000)  # a daemon that was started anew knows no subscriptions

    def timerEvent(self, event: QTimerEvent) -> None:
        subscribe = osc_message_builder.build_msg("/mcm/subscribe", [60.0, "features", 60.0])
        self.socket.writeDatagram(subscribe.dgram, QHostAddress("127.0.0.1"), self.port)

    def hear(self) -> None:
        while self.socket.hasPendingDatagrams():
            for _, message in osc_packet.OscPacket(self.socket.readDatagram(4096)[0]).messages:
                if message.address == "/mcm/features.reply":
                    now = dict(zip(self.now, message.params, strict=True))
                    QTimer.singleShot(max(0, int(now["ahead"])), lambda now=now: self.meet(now))

    def meet(self, now: dict) -> None:
        flashes = zip(STEMS, self.flash, strict=True)
        self.flash = [max(now[f"{stem}_onset"] / 24, 0.9 * old) for stem, old in flashes]
        self.now = now
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        now, painter, chord = self.now, QPainter(self), str(self.now["chord"] or "C")
        hue = 30 * PITCH_CLASSES.index(chord[: 2 if "#" in chord[:2] else 1])
        painter.fillRect(self.rect(), QColor.fromHsv(hue, 200, 40))
        for n, (stem, flash) in enumerate(zip(STEMS, self.flash, strict=True)):
            size = self.width() / 10 * max(0.1, 1 + float(now[stem]) / 40 + flash / 2)
            light = min(255, 120 + int(135 * flash))
            painter.setBrush(QColor.fromHsv((hue + 60 * n) % 360, 160, light))
            middle = QPointF(self.width() * (n + 0.5) / 4, self.height() / 2)
            painter.drawEllipse(middle, size, size)
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(20, 40, f"{now['section']}  {chord}  bar {int(now['bar']) + 1}")
        painter.fillRect(0, 0, int(self.width() * now["phase"]), 8, Qt.GlobalColor.white)


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--port", type=int, default=7000)
app, stage = QApplication([]), Stage(parser.parse_args().port)
stage.showNormal()
app.exec()
