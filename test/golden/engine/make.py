"""Writes math.json beside this script with mpmath: python3 make.py

A row holds the arguments of an elementary function, its value rounded to float64, and what the rounding left in units of the last place.
"""

import json
import math
import random
import struct
from pathlib import Path

import mpmath

mpmath.mp.prec = 1400
random.seed(1)


def from_bits(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def spread(low, high, count):
    """numbers of both signs whose exponents lie between two bounds"""
    exponents = (round(low + (high - low) * i / (count - 1)) for i in range(count))
    return [(-1) ** i * from_bits(((e + 1023) << 52) | random.getrandbits(52)) for i, e in enumerate(exponents)]


def uniform(low, high, count):
    return [random.uniform(low, high) for _ in range(count)]


def magnitudes(numbers):
    return [abs(x) for x in numbers]


subnormal = [5e-324, -5e-324, 1.5e-310]
exponents = spread(-60, 9, 40) + uniform(-745, 709, 40) + uniform(-2, 2, 40) + [709.78, -744.9, -708.5]
near_one = [1 + s * 2.0**-k for k in range(2, 53, 5) for s in (1, -0.5)]
angles = spread(-40, 1023, 60) + uniform(-1e5, 1e5, 40) + uniform(-7, 7, 40)
angles += [k * math.pi / 2 for k in (1, 2, 3, 4, 7, 10, 1001, 65537, 600000)]
powers = [(from_bits(random.getrandbits(63) % (2047 << 52)), y) for y in uniform(-1.5, 1.5, 50)]
powers += [(x, random.uniform(-700, 700) / math.log(x)) for x in magnitudes(spread(-20, 20, 50)) + near_one]
powers += list(zip(uniform(0.4, 2.5, 40), uniform(-500, 500, 40))) + [(1e-310, 0.5), (-3.0, 5.0), (-1.1, 401.0), (0.9, 6900.0)]

functions = {
    "exp": (mpmath.exp, exponents),
    "expm1": (mpmath.expm1, exponents + subnormal),
    "log": (mpmath.log, magnitudes(spread(-1022, 1023, 60) + subnormal) + uniform(0.5, 2, 40) + near_one),
    "log1p": (mpmath.log1p, magnitudes(spread(-1022, 1023, 40)) + uniform(-0.9, 1, 60) + subnormal + [2.0**-53 - 1]),
    "sqrt": (mpmath.sqrt, magnitudes(spread(-1022, 1023, 40) + subnormal)),
    "rsqrt": (lambda x: 1 / mpmath.sqrt(x), magnitudes(spread(-1022, 1023, 40) + subnormal)),
    "sin": (mpmath.sin, angles + subnormal),
    "cos": (mpmath.cos, angles + subnormal),
    "tanh": (mpmath.tanh, spread(-60, 5, 60) + uniform(-3, 3, 60) + subnormal),
    "sigmoid": (lambda x: 1 / (1 + mpmath.exp(-x)), exponents),
    "erf": (mpmath.erf, spread(-60, 3, 60) + uniform(-6, 6, 40) + uniform(-1.2, 1.2, 40) + subnormal),
    "erfInv": (mpmath.erfinv, spread(-60, -1, 40) + uniform(-1, 1, 40) + [1 - 0.9 * 2.0**-k for k in range(1, 53)]),
    "power": (lambda x, y: mpmath.mpf(x) ** mpmath.mpf(y), powers),
}


def row(function, arguments):
    mpmath.mp.prec = 150 if function is mpmath.erfinv else 1400
    exact = function(*arguments)
    rounded = float(exact)
    unit = mpmath.mpf(math.ulp(rounded))
    return [*arguments, rounded, round(float((exact - mpmath.mpf(rounded)) / unit), 3)]


def rows(function, samples):
    made = (row(function, x if isinstance(x, tuple) else (x,)) for x in samples)
    return [r for r in made if math.isfinite(r[-2]) and r[-2] != 0]


text = {name: rows(*entry) for name, entry in functions.items()}
lines = ",\n".join(f'"{name}":{json.dumps(r, separators=(",", ":"))}' for name, r in text.items())
(Path(__file__).parent / "math.json").write_text("{\n" + lines + "\n}\n")
