#!/usr/bin/env python3
"""Prints values of elementary functions, computed with 400 digits, as the lines of tests/golden/maths_reference.inc.

Needs mpmath (Debian: python3-mpmath). Run: python3 tests/golden/make_maths_golden.py > tests/golden/maths_reference.inc

A line is {function, x, nearest, rest}: the value at x is nearest + rest, where nearest is the value rounded to double.
"""
import struct

from mpmath import erfc, exp, expm1, log, log1p, mp, mpf, sin, sqrt, tanh

mp.dps = 400  # so many because 1 + e^x and the like keep what is small


def sigmoid(x):
    return exp(x) / (1 + exp(x)) if x < 0 else 1 / (1 + exp(-x))


def softplus(x):
    return max(x, mpf(0)) + log1p(exp(-abs(x)))


# function, its value, |x| up to which it is tried, whether x may be negative
FUNCTIONS = [
    ("exp", exp, 700, True),
    ("log", log, 1e300, False),
    ("tanh", tanh, 30, True),
    ("sigmoid", sigmoid, 650, True),
    ("softplus", softplus, 650, True),
    ("GELU", lambda x: x / 2 * erfc(-x / sqrt(mpf(2))), 35, True),
    ("SiLU", lambda x: x * sigmoid(x), 650, True),
    ("ELU", lambda x: x if x > 0 else expm1(x), 700, True),
    ("sine", sin, 1e4, True),
]


def from_bits(bits):
    return struct.unpack("<d", struct.pack("<Q", bits))[0]


def to_bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


def arguments(largest, signed):
    """Magnitudes from 1e-280 in even strides of the bit patterns, half of them from 0.01 on."""
    for low, count in ((1e-280, 16), (0.01, 20)):
        first, last = to_bits(low), to_bits(float(largest))
        for i in range(count):
            x = from_bits(first + (last - first) * (2 * i + 1) // (2 * count))
            yield x
            if signed or low == 1e-280:
                yield -x if signed else 1 / x if 1 / x < largest else x / 3


print("// Made by make_maths_golden.py. Do not edit.")
for name, function, largest, signed in FUNCTIONS:
    for x in arguments(largest, signed):
        value = function(mpf(x))
        nearest = float(value)
        print(f'{{"{name}", {x.hex()}, {nearest.hex()}, {float(value - mpf(nearest)).hex()}}},')
