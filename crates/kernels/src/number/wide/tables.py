#!/usr/bin/env python3
"""Writes tables.rs, the polynomials of functions over lanes: `python3 tables.py > tables.rs`.

Needs mpmath, which computes every coefficient at 100 digits. A polynomial goes through its function at
the Chebyshev points, so that its relative error is within a small factor of the least; the error that is
printed above each is the largest on 2,000 other points. A float prints as the shortest decimal that
reads back to the same bits.
"""

from mpmath import atan, binomial, chebyt, cos, erf, erfc, exp, fabs, log, mp, mpf, pi, polyval, sin, sqrt, taylor

mp.dps = 100

# erfc(a) = exp(-a^2)*h(t)/(a + CENTRE), t = (a - CENTRE)/(a + CENTRE), for a from 0 to END.
CENTRE, END = mpf("3.5"), mpf("27.3")


def fit(f, low, high, degree):
    """Coefficients in x, that of x^0 first, of the polynomial through f at the Chebyshev points."""
    middle, half = (low + high) / 2, (high - low) / 2
    nodes = [cos(pi * (2 * k + 1) / (2 * (degree + 1))) for k in range(degree + 1)]
    values = [f(middle + half * s) for s in nodes]
    power = [mpf(0)] * (degree + 1)
    for n in range(degree + 1):
        c = sum(v * chebyt(n, s) for v, s in zip(values, nodes)) * (1 if n == 0 else 2)
        for k, t in enumerate(taylor(lambda s, n=n: chebyt(n, s), 0, n)):
            power[k] += c / (degree + 1) * t
    # From s = (x - middle)/half to x.
    out = [mpf(0)] * (degree + 1)
    for k, c in enumerate(power):
        for i in range(k + 1):
            out[i] += c * binomial(k, i) * (-middle) ** (k - i) / half**k
    return out


def table(name, doc, f, low, high, degree, wide):
    power = fit(f, low, high, degree)
    worst = max(
        fabs(polyval(power[::-1], x) / f(x) - 1)
        for x in (low + (high - low) * (mpf(i) + mpf(1) / 2) / 2000 for i in range(2000))
    )
    pairs = [(float(c), float(c - float(c))) for c in power[:wide]]
    print(f"\n/// {doc}\n///\n/// Relative error below 2^{float(log(worst, 2)):.1f}.")
    print(f"pub(super) const {name}: Polynomial<{wide}, {degree + 1 - wide}> = Polynomial {{")
    print("    wide: [" + ", ".join("[%r, %r]" % p for p in pairs) + "],")
    print("    narrow: [" + ", ".join(repr(float(c)) for c in power[wide:]) + "],\n};")


def scaled_erfc(t):
    a = CENTRE * (1 + t) / (1 - t)
    return (a + CENTRE) * exp(a * a) * erfc(a)


def scaled_erf(z):
    a = sqrt(z)
    return erf(a) / a


print("//! Polynomials of functions over lanes: written by tables.py, which says how; do not edit.")
print("\nuse super::polynomial::Polynomial;")
top = (END - CENTRE) / (END + CENTRE)
print(f"\n/// The c of [`ERFC`].\npub(super) const CENTRE: f64 = {float(CENTRE)!r};")
table("ERFC", "(a + c)·e^(a²)·erfc(a) as a polynomial in (a − c)/(a + c), for a from 0 to 27.3.",
      scaled_erfc, mpf(-1), top, 28, 12)
table("ERF", "erf(a)/a as a polynomial in a², for a from 0 to ½.", scaled_erf, mpf(0), mpf(1) / 4, 10, 5)
quarter = (pi / 4) ** 2
table("SINE", "sin(a)/a as a polynomial in a², for a from 0 to π/4.",
      lambda z: sin(sqrt(z)) / sqrt(z), mpf(0), quarter, 8, 4)
table("COSINE", "cos(a) as a polynomial in a², for a from 0 to π/4.",
      lambda z: cos(sqrt(z)), mpf(0), quarter, 8, 4)
table("ARCTANGENT", "(atan(a)/a − 1)/a² as a polynomial in a², for a from 0 to tan(π/8).",
      lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z, mpf(0), (sqrt(2) - 1) ** 2, 13, 5)
