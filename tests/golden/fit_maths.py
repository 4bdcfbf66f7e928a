#!/usr/bin/env python3
"""Fits the coefficients in core/kernels/maths_tables.hpp and prints them as C++.

Needs mpmath (Debian: python3-mpmath). Run: python3 tests/golden/fit_maths.py > core/kernels/maths_tables.hpp

Each fit is a minimax (Remez) approximation of `target` by P/Q, where P = sum p_i phi_i and Q = 1 + sum q_j psi_j,
in the weighted error `weight * (target - P/Q)`. Coefficients are then rounded to the machine type one at a time, the most
significant first, and the remaining ones are fitted again, so the printed tables are what the kernels use, bit for bit.
"""
import struct

from mpmath import mp, mpf

mp.prec = 200


def to_float(v):
    return mpf(struct.unpack("f", struct.pack("f", float(v)))[0])


def to_double(v):
    return mpf(float(v))


def text(v, single):
    if single:
        for digits in range(1, 10):
            s = f"{float(v):.{digits}g}"
            if to_float(mpf(s)) == v:
                break
    else:
        s = repr(float(v))
    if "e" not in s and "." not in s:
        s += ".0"
    return s + ("f" if single else "")


class Fit:
    """P/Q with `degree_p` + 1 and `degree_q` + 1 coefficients in powers of `variable(x)`; q_0 = 1 always."""

    def __init__(self, target, weight, variable, low, high, degree_p, degree_q=0, fixed=None):
        self.target, self.weight, self.variable = target, weight, variable
        self.low, self.high = mpf(low), mpf(high)
        self.degree_p, self.degree_q = degree_p, degree_q
        self.coefficients = {("q", 0): mpf(1)}
        self.fixed = [("q", 0)]  # a list: the order of summation, and so the printed digits, must not vary
        for key, value in (fixed or {}).items():
            self.coefficients[key] = mpf(value)
            self.fixed.append(key)
        n = 60 * (degree_p + degree_q + 2)
        middle, half = (self.low + self.high) / 2, (self.high - self.low) / 2
        self.grid = [middle - half * mp.cos(mp.pi * i / n) for i in range(n + 1)]
        if self.grid[0] == 0:
            self.grid[0] = self.grid[1] * mpf("1e-3")
        self.values = [(target(x), weight(x), variable(x)) for x in self.grid]

    def keys(self):
        return [("p", i) for i in range(self.degree_p + 1)] + [("q", j) for j in range(self.degree_q + 1)]

    def evaluate(self, t):
        p = sum(self.coefficients.get(("p", i), 0) * t**i for i in range(self.degree_p + 1))
        q = sum(self.coefficients.get(("q", j), 0) * t**j for j in range(self.degree_q + 1))
        return p, q

    def errors(self):
        out = []
        for f, w, t in self.values:
            p, q = self.evaluate(t)
            out.append(w * (f - p / q))
        return out

    def max_error(self):
        return max(abs(e) for e in self.errors())

    def solve(self):
        free = [k for k in self.keys() if k not in self.fixed]
        if not free:
            return
        count = len(free) + 1
        size = len(self.grid)
        # Start from the Chebyshev-like spread of the grid itself.
        reference = [round((i + 0.5) * (size - 1) / count) for i in range(count)]
        best = None
        level = mpf(0)
        for _ in range(40):
            for _ in range(6 if self.degree_q else 1):
                # w (f - P/Q) = +-E at each reference point, linearised about the last level and Q:
                # (w f -+ level) Q - w P = +-(E - level) Q_last
                a, b = mp.matrix(count), mp.matrix(count, 1)
                for row, index in enumerate(reference):
                    f, w, t = self.values[index]
                    sign = -1 if row % 2 else 1
                    shifted = w * f - (sign * level if self.degree_q else 0)
                    for column, (kind, i) in enumerate(free):
                        a[row, column] = w * t**i if kind == "p" else -shifted * t**i
                    a[row, count - 1] = sign * (self.evaluate(t)[1] if level != 0 else 1)
                    for kind, i in self.fixed:
                        c = self.coefficients[(kind, i)] * t**i
                        b[row] += shifted * c if kind == "q" else -w * c
                solution = mp.lu_solve(a, b)
                for column, key in enumerate(free):
                    self.coefficients[key] = solution[column]
                step = solution[count - 1]
                level = level + step if self.degree_q else step
                if abs(step) < abs(level) * mpf("1e-8"):
                    break
            errors = self.errors()
            worst = max(abs(e) for e in errors)
            if best is None or worst < best[0]:
                best = (worst, dict(self.coefficients))
            if abs(worst - abs(level)) < worst * mpf("1e-3"):
                break
            reference = exchange(errors, count)
        self.coefficients = best[1]

    def round_to(self, rounder):
        given = list(self.fixed)
        for key in self.keys():
            if key in given:
                continue
            self.coefficients[key] = rounder(self.coefficients[key])
            self.fixed.append(key)
            saved = dict(self.coefficients)
            before = self.max_error()
            try:
                self.solve()
            except ZeroDivisionError:
                self.coefficients = saved
            if self.max_error() > before:
                self.coefficients = saved
        for key in given:  # last: their rounding error must not be spread over the others
            self.coefficients[key] = rounder(self.coefficients[key])

    def table(self, kind, single):
        degree = self.degree_p if kind == "p" else self.degree_q
        return [text(self.coefficients.get((kind, i), mpf(0)), single) for i in range(degree + 1)]


def exchange(errors, count):
    """Indices of `count` alternating extrema that contain the largest one."""
    extrema = []
    for i, e in enumerate(errors):
        if extrema and (e > 0) == (errors[extrema[-1]] > 0):
            if abs(e) > abs(errors[extrema[-1]]):
                extrema[-1] = i
        else:
            extrema.append(i)
    while len(extrema) > count:
        if len(extrema) == count + 1:
            drop = 0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else len(extrema) - 1
            extrema.pop(drop)
        else:
            i = min(range(len(extrema) - 1), key=lambda k: max(abs(errors[extrema[k]]), abs(errors[extrema[k + 1]])))
            del extrema[i : i + 2]
    while len(extrema) < count:  # too few: split the widest gap
        gaps = [(extrema[k + 1] - extrema[k], k) for k in range(len(extrema) - 1)]
        _, k = max(gaps)
        extrema.insert(k + 1, (extrema[k] + extrema[k + 1]) // 2)
    return extrema


def split(value, bits):
    """`value` as a sum of parts: each but the last truncated to `bits[i]` significant bits."""
    parts, rest = [], mpf(value)
    for b in bits:
        exponent = mp.floor(mp.log(rest, 2))
        unit = mpf(2) ** (exponent - b + 1)
        part = mp.floor(rest / unit) * unit if b not in (24, 53) else (to_float if b == 24 else to_double)(rest)
        parts.append(part)
        rest -= part
    return parts


def rounded(fit, single):
    fit.solve()
    fit.round_to(to_float if single else to_double)
    return fit


def fit_exp(single):
    """e^r = 1 + r + r^2 q(r)."""
    half = mp.log(2) / 2 * mpf("1.01")

    def target(r):
        return (mp.exp(r) - 1 - r) / r**2 if abs(r) > mpf("1e-20") else mpf(0.5)

    return Fit(target, lambda r: r * r / mp.exp(r), lambda r: r, -half, half, 4 if single else 10,
               fixed={("p", 0): 0.5})


def fit_log(single):
    """log(1+f) = f - (h - s(h + R)), h = f^2/2, s = f/(2+f), R = s^2 P(s^2)."""
    high = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mpf("1.001")
    return Fit(lambda s: (mp.log((1 + s) / (1 - s)) / s - 2) / s**2,
               lambda s: s**3 / mp.log((1 + s) / (1 - s)), lambda s: s * s, "1e-6", high, 2 if single else 6)


def fit_sin(single):
    """sin r = r + r^3 P(r^2)."""
    high = mp.pi / 4 * mpf("1.01")
    return Fit(lambda r: (mp.sin(r) / r - 1) / r**2, lambda r: r**3 / mp.sin(r), lambda r: r * r, "1e-4", high,
               2 if single else 5)


def fit_cos(single):
    """cos r = 1 - r^2/2 + r^4 P(r^2)."""
    high = mp.pi / 4 * mpf("1.01")
    return Fit(lambda r: (mp.cos(r) - 1 + r * r / 2) / r**4, lambda r: r**4 / mp.cos(r), lambda r: r * r, "1e-4",
               high, 2 if single else 5)


def fit_tanh():
    """T(a) = tanh(a/2) = (a/2) P(a^2) / Q(a^2); tanh a = 2T / (1 + T^2) passes on an error of T divided by cosh a."""
    def ratio(a):
        return 2 * mp.tanh(a / 2) / a

    return Fit(ratio, lambda a: 1 / (mp.cosh(a) * ratio(a)), lambda a: a * a, 0, "9.5", 2, 3, {("p", 0): 1})


ERF_SLOPE = 2 / mp.sqrt(mp.pi)


def fit_erf_exponent():
    """erf a = 1 - e^-w, w = a lead + a q(a), error relative to erf a. `lead` is the slope at 0, q(0) its rounding error."""
    lead = to_float(ERF_SLOPE)
    return Fit(lambda a: -mp.log(mp.erfc(a)) / a - lead, lambda a: a * mp.erfc(a) / mp.erf(a), lambda a: a, 0, "3.93",
               8, fixed={("p", 0): ERF_SLOPE - lead})


def fit_erf_small():
    """erf x = x P(x^2)."""
    return Fit(lambda x: mp.erf(x) / x, lambda x: x / mp.erf(x), lambda x: x * x, 0, "1.001", 12,
               fixed={("p", 0): ERF_SLOPE})


def fit_erf_tail():
    """erf x = 1 - e^(-x^2) N(x)/D(x), error relative to erf x."""
    return Fit(lambda x: mp.exp(x * x) * mp.erfc(x), lambda x: mp.exp(-x * x) / mp.erf(x), lambda x: x, 1, 6, 5, 6)


def tables(single):
    kind = "float" if single else "double"
    rounder = to_float if single else to_double
    out = []

    def array(name, values, note=""):
        body = ", ".join(values)
        out.append((f"static constexpr std::array<{kind}, {len(values)}> {name}{{{body}}};", note))

    def number(name, value, note=""):
        out.append((f"static constexpr {kind} {name} = {text(rounder(value), single)};", note))

    def fitted(fit, name_p, name_q=None, skip=0):
        rounded(fit, single)
        error = f"max error 2^{mp.nstr(mp.log(fit.max_error(), 2), 4)}"
        array(name_p, fit.table("p", single)[skip:], error)
        if name_q:
            array(name_q, fit.table("q", single)[skip:])

    number("log2_e", 1 / mp.log(2))
    high, low = split(mp.log(2), [16, 24] if single else [42, 53])
    number("ln2_high", high, "n * ln2_high is exact")
    number("ln2_low", low)
    fitted(fit_exp(single), "exp_q")
    fitted(fit_log(single), "log_r")
    number("two_over_pi", 2 / mp.pi)
    parts = split(mp.pi / 2, [11, 11, 11, 24] if single else [33, 33, 53])
    array("half_pi", [text(p, single) for p in parts], "n * part is exact but for the last")
    fitted(fit_sin(single), "sin_p")
    fitted(fit_cos(single), "cos_p")
    if single:
        number("tanh_limit", mpf("8.51"))  # tanh() is 1 there, in reproducible mode
        number("fused_tanh_limit", mpf("8.5085"))  # and there, in fast mode
        fitted(fit_tanh(), "tanh_p", "tanh_q", skip=1)
        number("erf_limit", mpf("3.93"))
        number("erf_lead", ERF_SLOPE)
        fitted(fit_erf_exponent(), "erf_exponent")
    else:
        number("erf_limit", 6)
        number("erf_lead", ERF_SLOPE)
        fitted(fit_erf_small(), "erf_p", skip=1)
        fitted(fit_erf_tail(), "erf_n", "erf_d")
    print(f"template <>\nstruct MathsTables<{kind}> {{")
    for line, note in out:
        if note:
            print(f"  // {note}")
        print("  " + line)
    print("};\n")


if __name__ == "__main__":
    print("""// Coefficients of maths.hpp. Written by tests/golden/fit_maths.py; do not edit by hand.
#pragma once

#include <array>

// clang-format off
namespace downhill::kernels {

template <class T>
struct MathsTables;
""")
    tables(True)
    tables(False)
    print("}  // namespace downhill::kernels\n// clang-format on")
