"""Writes order.json beside this script with SciPy: python3 order.py

Filters by order and morphology of one grey and one binary image, in float64: the operation, our options, and the numbers.
"""

import json
from pathlib import Path

import numpy as np
from scipy import ndimage

rng = np.random.default_rng(5)
grey = rng.integers(0, 1000, (6, 7)) / 1000
binary = rng.random((8, 9)) < 0.6
line = [[0, 1, 0, 0, 0], [0, 1, 1, 0, 1], [0, 0, 1, 0, 0]]
cross = [[0, 1, 0], [1, 1, 1], [0, 1, 0]]
modes = [{"boundary": name} for name in ["reflect", "mirror", "nearest", "wrap", "constant"]] + [{"boundary": "constant", "value": 0.4}]
windows = [{"size": 3}, {"size": [1, 5]}, {"size": [15, 3]}, {"footprint": line}]
cases = []


def told(options):
    names = {"boundary": "mode", "value": "cval"}
    call = {names.get(k, k): v for k, v in options.items()}
    if "footprint" in call:
        call["footprint"] = np.array(call["footprint"], bool)
    return call


def case(op, image, options, value):
    cases.append({"op": op, "image": image, "options": options, "value": np.round(value.astype(float), 12).ravel().tolist()})


for mode in modes:
    for window in windows:
        options = {**window, **mode}
        case("median", "grey", options, ndimage.median_filter(grey, **told(options)))
        for op, f in [
            ("erode", ndimage.grey_erosion),
            ("dilate", ndimage.grey_dilation),
            ("open", ndimage.grey_opening),
            ("close", ndimage.grey_closing),
        ]:
            case(op, "grey", options, f(grey, **told(options)))
    for ranked in [{"rank": 1, "size": 3}, {"rank": -2, "footprint": line}]:
        case("rank", "grey", {**ranked, **mode}, ndimage.rank_filter(grey, **told({**ranked, **mode})))
    for ranked in [{"percentile": 30, "size": [5, 3]}, {"percentile": 100, "footprint": line}]:
        case("rank", "grey", {**ranked, **mode}, ndimage.percentile_filter(grey, **told({**ranked, **mode})))

for window in [{"size": 3}, {"footprint": cross}, {"footprint": line}]:
    structure = np.ones((3, 3)) if "size" in window else np.array(window["footprint"])
    for border in [0, 1]:
        options = {**window, "boundary": "constant", "value": border}
        for op, f in [("erode", ndimage.binary_erosion), ("dilate", ndimage.binary_dilation)]:
            case(op, "binary", options, f(binary, structure, border_value=border))
    options = {**window, "boundary": "constant"}
    case("open", "binary", options, ndimage.binary_opening(binary, structure))
    case("close", "binary", options, ndimage.binary_closing(binary, structure))

images = {"grey": grey.tolist(), "binary": binary.tolist()}
Path(__file__).with_suffix(".json").write_text(json.dumps({"images": images, "cases": cases}, separators=(",", ":")) + "\n")
