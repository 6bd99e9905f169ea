"""The exact values that errors are measured against: reference.py INPUTS FOLDER.

Writes FOLDER/<name>.<pass>.f64, the function and its derivative as 64-bit floats. Formulas are such that
nothing cancels, and are evaluated in 80-bit floats (erf and erfc by MPFR, 113 bits), so that the error
stays far below a thousandth of a 32-bit ULP. They share no code with what is measured. The constants of
gelu_tanh and selu are those of the papers.
"""

import pathlib
import sys

import gmpy2
import numpy
from numpy import abs, exp, expm1, log1p, maximum, minimum, sqrt, tanh, where

Real = numpy.longdouble
assert numpy.finfo(Real).nmant >= 63, "this machine has no 80-bit floats: the reference needs them"
gmpy2.get_context().precision = 113
PI = Real("3.14159265358979323846264338327950288")
SCALE = Real("1.0507009873554804934193349852946")
SELU = SCALE * Real("1.6732632423543772848170429916717")


def by_mpfr(function, bound):
    """An MPFR function of an array; where |x| > bound it is what it is at the bound."""

    def of_one(x):
        numerator, denominator = x.as_integer_ratio()
        value = function(gmpy2.mpfr(numerator) / denominator)
        high = float(value)
        return Real(high) + Real(float(value - high))

    def at(x):
        return numpy.array([of_one(v) for v in numpy.clip(x, -bound, bound)], dtype=Real)

    return at


erf = by_mpfr(gmpy2.erf, Real(12))
erfc = by_mpfr(gmpy2.erfc, Real(30))


def sigmoid(x):
    e = exp(-abs(x))
    return where(x < 0, e, 1) / (1 + e)


def softplus(x):
    return maximum(x, 0) + log1p(exp(-abs(x)))


def negative(x):
    """expm1 below 0, 0 above."""
    return expm1(minimum(x, 0))


def phi(x):
    """The normal distribution's probability and density."""
    return erfc(-x / sqrt(Real(2))) / 2, exp(-x * x / 2) / sqrt(2 * PI)


def mish(x):
    # tanh(softplus(x)) = n / (n + 2) with n = e^x (e^x + 2)
    e = exp(minimum(x, 60))
    n = e * (e + 2)
    return x * (n / (n + 2))


def mish_slope(x):
    e = exp(minimum(x, 60))
    n = e * (e + 2)
    # t + x (1 - t²) σ(x), with 1 - t² = 4 (n + 1) / (n + 2)² and σ(x) = e / (1 + e)
    return (n + x * (4 * e * (1 + e) / (n + 2))) / (n + 2)


def gelu_tanh(x):
    # (1 + tanh u) / 2 = σ(2u)
    u = sqrt(2 / PI) * (x + Real("0.044715") * x**3)
    return x * sigmoid(2 * u)


def gelu_tanh_slope(x):
    u = sqrt(2 / PI) * (x + Real("0.044715") * x**3)
    du = sqrt(2 / PI) * (1 + 3 * Real("0.044715") * x**2)
    slope = sigmoid(2 * u) * (1 + 2 * x * du * sigmoid(-2 * u))
    return where(abs(x) > 1e9, x > 0, slope)


def silu_slope(x, b=Real(1)):
    return sigmoid(b * x) * (1 + b * x * sigmoid(-b * x))


def shrink(x):
    """x - tanh x, by its series where that cancels."""
    s = numpy.clip(x, -0.5, 0.5) ** 2
    # Coefficients of tanh: 2^2k (2^2k - 1) B_2k / (2k)!
    terms, total = [gmpy2.mpq(1)], Real(0)
    for n in range(1, 28):
        # t' = 1 - t² gives (2n + 1) a_n = -Σ a_i a_j over i + j = n - 1
        square = sum(terms[i] * terms[n - 1 - i] for i in range(n))
        terms.append(-square / (2 * n + 1))
    for a in reversed(terms[1:]):
        total = total * s - Real(int(a.numerator)) / Real(int(a.denominator))
    return where(abs(x) < 0.5, x * s * total, x - tanh(x))


def between(x, low, high):
    return ((x > low) & (x < high)).astype(Real)


# At a kink libraries differ by convention, which is no error: NaN there, which is compared with nothing.
KINKS = {
    "step": [0], "relu": [0], "leaky_relu": [0], "selu": [0], "hard_sigmoid": [-3, 3],
    "hard_swish": [-3, 3], "hard_tanh": [-1, 1], "relu6": [0, 6],
}
ONE_702 = Real("1.702")
FUNCTIONS = {
    "step": (lambda x: (x > 0).astype(Real), numpy.zeros_like),
    "linear": (lambda x: x, numpy.ones_like),
    "relu": (lambda x: maximum(x, 0), lambda x: (x > 0).astype(Real)),
    "leaky_relu": (lambda x: where(x < 0, x / 100, x), lambda x: where(x > 0, 1, Real(1) / 100)),
    "sigmoid": (sigmoid, lambda x: sigmoid(x) * sigmoid(-x)),
    "tanh": (tanh, lambda x: 4 * sigmoid(2 * x) * sigmoid(-2 * x)),
    "softplus": (softplus, sigmoid),
    "log_sigmoid": (lambda x: -softplus(-x), lambda x: sigmoid(-x)),
    "elu": (lambda x: maximum(x, 0) + negative(x), lambda x: exp(minimum(x, 0))),
    "selu": (lambda x: SCALE * maximum(x, 0) + SELU * negative(x),
             lambda x: where(x > 0, SCALE, SELU * exp(minimum(x, 0)))),
    "celu": (lambda x: maximum(x, 0) + negative(x), lambda x: exp(minimum(x, 0))),
    "silu": (lambda x: x * sigmoid(x), silu_slope),
    "gelu": (lambda x: x * phi(x)[0], lambda x: phi(x)[0] + x * phi(x)[1]),
    "gelu_tanh": (gelu_tanh, gelu_tanh_slope),
    "quick_gelu": (lambda x: x * sigmoid(ONE_702 * x), lambda x: silu_slope(x, ONE_702)),
    "mish": (mish, mish_slope),
    "hard_sigmoid": (lambda x: numpy.clip(x / 6 + Real(0.5), 0, 1), lambda x: between(x, -3, 3) / 6),
    "hard_swish": (lambda x: x * (numpy.clip(x + 3, 0, 6) / 6),
                   lambda x: where(x >= 3, 1, between(x, -3, 3) * (2 * x + 3) / 6)),
    "hard_tanh": (lambda x: numpy.clip(x, -1, 1), lambda x: between(x, -1, 1)),
    "relu6": (lambda x: numpy.clip(x, 0, 6), lambda x: between(x, 0, 6)),
    "softsign": (lambda x: x / (1 + abs(x)), lambda x: 1 / (1 + abs(x)) ** 2),
    "tanh_shrink": (shrink, lambda x: tanh(x) ** 2),
    "erf": (erf, lambda x: 2 / sqrt(PI) * exp(-x * x)),
    "exp": (exp, exp),
}


def main():
    x = numpy.fromfile(sys.argv[1], dtype="<f4").astype(Real)
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with numpy.errstate(all="ignore"):
        for name, passes in FUNCTIONS.items():
            for direction, function in zip(("forward", "backward"), passes):
                y = function(x).astype("<f8")
                if direction == "backward" or name == "step":
                    y[numpy.isin(x, KINKS.get(name, []))] = numpy.nan
                y.tofile(folder / f"{name}.{direction}.f64")


main()
