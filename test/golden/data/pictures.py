"""Writes pictures.json beside this script: small PNG and JPEG files of every kind, and their pixels. Run: python3 pictures.py

PNG files are written here, with every filter, depth and order of rows, and read with Pillow; JPEG files are written and read with Pillow.
"""

import base64
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
from PIL import Image

rng = np.random.default_rng(3)
pictures = {}


def add(name, file, pixels):
    """pixels: [channels, height, width]"""
    pictures[name] = {"file": base64.b64encode(file).decode(), "shape": list(pixels.shape), "pixels": pixels.ravel().tolist()}


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def paeth(a, b, c):
    p = a + b - c
    return min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]


def rows(samples, depth, filters):
    """samples: [height, width, n]; the bytes of all rows, each with its filter"""
    out = b""
    step = max(samples.shape[2] * depth // 8, 1)
    above = None
    for y, row in enumerate(samples.reshape(samples.shape[0], -1)):
        if depth == 16:
            line = row.astype(">u2").tobytes()
        else:
            bits = "".join(format(int(v), f"0{depth}b") for v in row)
            bits += "0" * (-len(bits) % 8)
            line = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
        above = above or bytes(len(line))
        kind = filters[y % len(filters)]
        left = lambda l, i: l[i - step] if i >= step else 0
        guess = [lambda i: 0, lambda i: left(line, i), lambda i: above[i], lambda i: (left(line, i) + above[i]) // 2, lambda i: paeth(left(line, i), above[i], left(above, i))][kind]
        out += bytes([kind]) + bytes((line[i] - guess(i)) % 256 for i in range(len(line)))
        above = line
    return out


def png(samples, depth, colour, interlaced=False, filters=(0, 1, 2, 3, 4), extra=(), parts=1):
    height, width, _ = samples.shape
    if interlaced:
        starts = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        passes = [samples[y::dy, x::dx] for y, x, dy, dx in starts]
        data = b"".join(rows(p, depth, filters) for p in passes if p.size)
    else:
        data = rows(samples, depth, filters)
    packed = zlib.compress(data)
    cuts = [round(len(packed) * k / parts) for k in range(parts + 1)]
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, int(interlaced)))
        + b"".join(chunk(k, b) for k, b in extra)
        + b"".join(chunk(b"IDAT", packed[a:b]) for a, b in zip(cuts, cuts[1:]))
        + chunk(b"IEND", b"")
    )


def planes(a):
    return np.moveaxis(np.asarray(a).reshape(a.shape[0], a.shape[1], -1), 2, 0)


def checked(name, file, pixels, mode=None):
    """Pillow, which has no 16-bit colour, agrees"""
    if mode:
        seen = np.asarray(Image.open(io.BytesIO(file)).convert(mode))
        assert np.array_equal(planes(seen), pixels), name
    add(name, file, pixels)


for interlaced in (False, True):
    order = ", interlaced" if interlaced else ""
    for depth in (1, 2, 4, 8):
        samples = rng.integers(0, 2**depth, size=(9, 11, 1))
        checked(f"grey of {depth} bits{order}", png(samples, depth, 0, interlaced), planes(samples) * (255 // (2**depth - 1)), "L")
        palette = rng.integers(0, 256, size=(2**depth, 3), dtype=np.uint8)
        extra = [(b"PLTE", palette.tobytes())]
        checked(f"palette of {depth} bits{order}", png(samples, depth, 3, interlaced, extra=extra), planes(palette[samples[..., 0]]), "RGB")
        alpha = rng.integers(0, 256, size=2 ** (depth - 1), dtype=np.uint8)
        whole = np.concatenate([palette, np.pad(alpha, (0, len(palette) - len(alpha)), constant_values=255)[:, None]], axis=1)
        checked(f"transparent palette of {depth} bits{order}", png(samples, depth, 3, interlaced, extra=[*extra, (b"tRNS", alpha.tobytes())]), planes(whole[samples[..., 0]]), "RGBA")
    for colour, n, mode in ((2, 3, "RGB"), (4, 2, "LA"), (6, 4, "RGBA")):
        samples = rng.integers(0, 256, size=(7, 5, n))
        checked(f"{mode} of 8 bits{order}", png(samples, 8, colour, interlaced, parts=3), planes(samples), mode)
    for colour, n, mode in ((0, 1, "L"), (2, 3, "RGB"), (4, 2, "LA"), (6, 4, "RGBA")):
        samples = rng.integers(0, 65536, size=(5, 6, n))
        checked(f"{mode} of 16 bits{order}", png(samples, 16, colour, interlaced), planes(samples))
samples = rng.integers(0, 3, size=(4, 6, 1))
checked("grey with a hidden value", png(samples, 2, 0, extra=[(b"tRNS", b"\0\1")]), planes(np.concatenate([samples * 85, np.where(samples == 1, 0, 255)], axis=2)))  # Pillow compares with the value times 85
samples = rng.integers(0, 2, size=(4, 6, 3)) * 255
hidden = np.all(samples == [255, 0, 255], axis=2, keepdims=True)
checked("colour with a hidden value", png(samples, 8, 2, extra=[(b"tRNS", b"\0\xff\0\0\0\xff")]), planes(np.concatenate([samples, np.where(hidden, 0, 255)], axis=2)), "RGBA")
checked("one pixel, interlaced", png(np.array([[[9]]]), 8, 0, True), np.array([[[9]]]), "L")


def smooth(height, width, n):
    y, x = np.mgrid[:height, :width]
    waves = [128 + 100 * np.sin(0.3 * x * (k + 1) / 2 + k) * np.cos(0.2 * y + k) for k in range(n)]
    return np.clip(np.stack(waves, axis=2), 0, 255).astype(np.uint8)


def jpeg(name, image, mode="RGB", **options):
    file = io.BytesIO()
    Image.fromarray(image.squeeze(), mode).save(file, "JPEG", **options)
    seen = Image.open(io.BytesIO(file.getvalue()))
    add(name, file.getvalue(), planes(np.asarray(seen.convert("RGB" if mode == "CMYK" else mode))))


jpeg("JPEG grey", smooth(19, 21, 1), "L", quality=90)
jpeg("JPEG colour", smooth(19, 21, 3), quality=90, subsampling=0)
jpeg("JPEG colour of half the resolution", smooth(35, 37, 3), quality=90, subsampling=2)
jpeg("JPEG colour of half the resolution across", smooth(19, 37, 3), quality=90, subsampling=1)
jpeg("JPEG progressive", smooth(19, 21, 3), quality=90, subsampling=0, progressive=True)
jpeg("JPEG progressive, half the resolution", smooth(35, 37, 3), quality=80, subsampling=2, progressive=True)
jpeg("JPEG with restarts", smooth(30, 40, 3), quality=75, subsampling=0, restart_marker_blocks=3)
jpeg("JPEG of its own codes", smooth(19, 21, 1), "L", quality=60, optimize=True)
jpeg("JPEG red, green, blue", smooth(16, 16, 3), quality=90, subsampling=0, keep_rgb=True)
jpeg("JPEG for print", smooth(8, 8, 4), "CMYK", quality=90)

Path(__file__).with_name("pictures.json").write_text(json.dumps(pictures) + "\n")
