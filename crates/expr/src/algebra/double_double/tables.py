#!/usr/bin/env python3
"""Writes tables.rs, the constants of double-double arithmetic: `python3 tables.py > tables.rs`.

Needs mpmath, which computes every entry at 100 digits. A float prints as the shortest decimal that
reads back to the same bits, so nothing is lost on the way. The tables are proved by the test
`double_double` of the conformance crate: a wrong bit in any entry exceeds its bounds against MPFR.
"""

from mpmath import chebyt, cos, e, erfc, exp, floor, ldexp, log, mp, mpf, pi, sqrt, taylor

mp.dps = 100

# Pieces of exp(x^2)*erfc(x): [LOW, HIGH] is cut at points where x + 2 grows by a constant factor.
LOW, HIGH, PIECES, DEGREE, WIDE = mpf(1) / 2, mpf("27.3"), 32, 19, 11


def parts(x, count):
    """x as an unevaluated sum of floats, each the nearest to what the others leave."""
    out = []
    for _ in range(count):
        out.append(float(x))
        x -= out[-1]
    return out


def short_parts(x, bits, count):
    """x as `count` floats of `bits` bits, whose small multiples are exact, and one full float."""
    out = []
    for _ in range(count):
        unit = ldexp(1, int(floor(log(abs(x), 2))) + 1 - bits)
        out.append(float(floor(x / unit) * unit))
        x -= out[-1]
    return out + [float(x)]


def row(values):
    return "[" + ", ".join(repr(v) for v in values) + "]"


def pair(x):
    return "DoubleDouble { hi: %r, lo: %r }" % tuple(parts(x, 2))


def scalar(name, doc, x):
    print(f"\n/// {doc}\npub(super) const {name}: DoubleDouble = {pair(x)};")


def table(name, doc, kind, rows):
    print(f"\n/// {doc}\npub(super) const {name}: [{kind}; {len(rows)}] = [")
    for text in rows:
        print(f"    {text},")
    print("];")


def chebyshev_fit(f, low, high, degree):
    """Coefficients in h = x - centre of the polynomial through f at the Chebyshev points."""
    centre, half = (low + high) / 2, (high - low) / 2
    nodes = [cos(pi * (2 * k + 1) / (2 * (degree + 1))) for k in range(degree + 1)]
    values = [f(centre + half * s) for s in nodes]
    power = [mpf(0)] * (degree + 1)
    for n in range(degree + 1):
        c = sum(v * chebyt(n, s) for v, s in zip(values, nodes)) * (1 if n == 0 else 2)
        for k, t in enumerate(taylor(lambda s, n=n: chebyt(n, s), 0, n)):
            power[k] += c / (degree + 1) * t
    return [p / half**k for k, p in enumerate(power)]


def erfcx_pieces():
    ratio = ((HIGH + 2) / (LOW + 2)) ** (mpf(1) / PIECES)
    cuts = [float((LOW + 2) * ratio**i - 2) for i in range(PIECES + 1)]
    for low, high in zip(cuts, cuts[1:]):
        # The centre as a short float, so that x - centre loses nothing.
        centre = mpf(round((low + high) * 128)) / 256
        reach = max(mpf(high) - centre, centre - mpf(low))
        fit = chebyshev_fit(lambda x: exp(x * x) * erfc(x), centre - reach, centre + reach, DEGREE)
        wide = ", ".join(pair(c) for c in fit[:WIDE])
        narrow = row([float(c) for c in fit[WIDE:]])
        yield f"Piece {{ end: {high!r}, centre: {float(centre)!r}, wide: [{wide}], narrow: {narrow} }}"


print("//! Constants of double-double arithmetic: written by tables.py, which says how; do not edit.")
print('\n#![expect(clippy::approx_constant, reason = "the constants of std have one half")]')
print("\nuse super::DoubleDouble;\nuse super::error_function::Piece;")
scalar("PI", "π.", +pi)
scalar("HALF_PI", "π/2.", pi / 2)
scalar("E", "e.", +e)
scalar("LN_2", "log 2.", log(2))
scalar("TWO_OVER_SQRT_PI", "2/√π.", 2 / sqrt(pi))
table("LN_2_PARTS", "log 2 = sum; products of the first two with whole numbers below 2^11 are exact.",
      "f64", [repr(v) for v in short_parts(log(2), 42, 2)])
table("LN_2_64TH_PARTS", "log 2/64 = sum; products of the first two with whole numbers below 2^17 are exact.",
      "f64", [repr(v) for v in short_parts(log(2) / 64, 36, 2)])
table("POWERS", "2^(j/64).", "DoubleDouble", [pair(mpf(2) ** (mpf(j) / 64)) for j in range(64)])
table("LOGARITHMS", "−log(j/128), j from 90, as sums.", "[f64; 3]",
      [row(parts(-log(mpf(j) / 128), 3)) for j in range(90, 184)])
mp.dps = 500
digits = int(floor(2 / pi * mpf(2) ** (64 * 22)))
table("TWO_OVER_PI", "The binary digits of 2/π after the point.", "u64",
      [f"0x{(digits >> 64 * (21 - k)) % 2**64:016x}" for k in range(22)])
mp.dps = 100
table("ERFCX", "e^(x²)·erfc(x) on [0.5, 27.3].", f"Piece", list(erfcx_pieces()))
