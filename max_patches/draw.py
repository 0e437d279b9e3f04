"""Drawings of Max patches from their files: ``python -m max_patches.draw FOLDER``.

Max is not at hand where these are made, so a drawing is no screenshot, and says so at its foot.
"""

import json
import sys
from pathlib import Path
from typing import Any

from max_patches.generate.files import FOLDER
from max_patches.generate.maxmsp.amxd import unpack

Json = dict[str, Any]
_NOTE = "drawn from {name} by max_patches.draw; not a screenshot"
_SCALE = 2  # pixels of the picture to one of the patch
_FOOT = 22
_BACK, _BOX, _EDGE, _TEXT, _LINE, _ACTIVE = (
    "#e8e8e8", "#d0d3d8", "#70757c", "#101216", "#8a6d00", "#f5a300",
)  # fmt: skip


def picture(patcher: Json, name: str, presentation: bool) -> Any:
    """Return a Pillow image of a patcher, in presentation mode or as patched."""
    from PIL import Image, ImageDraw

    boxes = [b["box"] for b in patcher["boxes"] if b["box"].get("presentation") or not presentation]
    place = "presentation_rect" if presentation else "patching_rect"
    width = max(b[place][0] + b[place][2] for b in boxes) + 10
    height = max(b[place][1] + b[place][3] for b in boxes) + 8 + _FOOT
    image = Image.new("RGB", (round(width * _SCALE), round(height * _SCALE)), _BACK)
    pen = ImageDraw.Draw(image)
    if not presentation:
        _cords(pen, patcher, boxes)
    for box in boxes:
        _box(pen, box, box[place])
    foot = (8 * _SCALE, (height - _FOOT + 4) * _SCALE)
    pen.text(foot, _NOTE.format(name=name), fill=_EDGE, font_size=10 * _SCALE)
    return image


def _port(rect: list[float], index: int, count: int, bottom: bool) -> tuple[float, float]:
    """Return where an inlet or outlet is."""
    x, y, w, h = rect
    at = x + 5 + (w - 10) * (index / (count - 1) if count > 1 else 0)
    return at * _SCALE, (y + (h if bottom else 0)) * _SCALE


def _cords(pen: Any, patcher: Json, boxes: list[Json]) -> None:
    by_id = {box["id"]: box for box in boxes}
    for line in (entry["patchline"] for entry in patcher["lines"]):
        (a, outlet), (b, inlet) = line["source"], line["destination"]
        start = _port(by_id[a]["patching_rect"], outlet, by_id[a]["numoutlets"], True)
        end = _port(by_id[b]["patching_rect"], inlet, by_id[b]["numinlets"], False)
        pen.line([start, end], fill=_LINE, width=_SCALE)


def _written(box: Json) -> str:
    """Return what stands in a box."""
    value = box.get("saved_attribute_attributes", {}).get("valueof", {})
    if box["maxclass"] == "live.dial":
        return str(value["parameter_shortname"])
    if box["maxclass"] == "live.numbox":
        return f"{value['parameter_initial'][0]:g}"
    if box["maxclass"] == "live.menu":
        return str(value["parameter_enum"][int(value["parameter_initial"][0])])
    if box["maxclass"] == "live.tab":
        names = value["parameter_enum"]
        return "\n".join("   ".join(names[i : i + 3]) for i in range(0, len(names), 3))
    if box["maxclass"] == "textedit":
        return str(box.get("text") or box.get("varname", ""))
    return str(box.get("text", ""))


def _box(pen: Any, box: Json, rect: list[float]) -> None:
    x, y, w, h = (number * _SCALE for number in rect)
    kind, size = box["maxclass"], box.get("fontsize", 12.0) * _SCALE * 0.86
    if kind == "live.dial":
        radius = min(w, h) * 0.3
        centre = (x + w / 2, y + h * 0.68)
        pen.text((x, y), _written(box), fill=_TEXT, font_size=size)
        corners = [c + s * radius for s in (-1, 1) for c in centre]
        pen.arc(corners, 130, 410, fill=_EDGE, width=2 * _SCALE)
        value = box["saved_attribute_attributes"]["valueof"]
        low, high = value["parameter_mmin"], value["parameter_mmax"]
        share = (value["parameter_initial"][0] - low) / (high - low)
        pen.arc(corners, 130, 130 + 280 * share, fill=_ACTIVE, width=2 * _SCALE)
        return
    if kind not in ("comment", "live.comment"):
        fill = {"live.slider": "#3a3d42", "textedit": "#ffffff", "pictslider": "#3a3d42"}
        pen.rounded_rectangle((x, y, x + w, y + h), 2 * _SCALE, fill.get(kind, _BOX), _EDGE)
    pen.multiline_text((x + 3 * _SCALE, y + _SCALE), _written(box), fill=_TEXT, font_size=size)


def main(folder: Path) -> None:
    """Write the drawings to ``folder``."""
    for name, presentation in (
        ("MusicCM.amxd", True),
        ("mcm.stage.maxpat", True),
        ("mcm.help.maxpat", False),
    ):
        data = (FOLDER / name).read_bytes()
        content = unpack(data)[1] if name.endswith(".amxd") else json.loads(data)
        file = folder / f"drawing_{Path(name).stem.replace('.', '_').lower()}.png"
        picture(content["patcher"], name, presentation).save(file, optimize=True)
        print(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
