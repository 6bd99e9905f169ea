"""Makes the coefficients of error_function.rs, power.rs, trigonometric.rs and inverse.rs (needs mpmath).

Rational functions P/Q of least relative error by Remez's algorithm on a grid: least squares to begin with
(Loeb's iteration), then exchange of the extrema. The factors of degree 4 are rewritten after Knuth.
"""

from mpmath import atan, atanh, cos, erf, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, polyroots
from mpmath import sin, sqrt, tan, tanh

mp.dps = 50


def value(coefficients, x):
    return mp.polyval(coefficients[::-1], x)


def minimax(f, grid, n, m, variable=lambda x: x, one=False, near=1.001):
    """P of degree n and Q of degree m with Q(0) = 1, and P(0) = 1 if asked; and the error, once it is `near` that of the level."""
    us, ys = [variable(x) for x in grid], [f(x) for x in grid]
    first = 1 if one else 0  # of the coefficients of P that are free

    def unpack(s):
        s = [mpf(1)] * first + list(s)
        return s[: n + 1], [mpf(1)] + s[n + 1 : n + 1 + m]

    p, q = None, [mpf(1)]
    for _ in range(4):
        size = n + 1 + m - first
        a, b = matrix(size, size), matrix(size, 1)
        for u, y in zip(us, ys):
            w = 1 / (y * value(q, u))
            row = [w * u**i for i in range(first, n + 1)] + [-y * w * u**i for i in range(1, m + 1)]
            right = y * w - first * w
            for i in range(size):
                for j in range(size):
                    a[i, j] += row[i] * row[j]
                b[i] += row[i] * right
        p, q = unpack(lu_solve(a, b))

    size, level, best = n + m + 2 - first, mpf(0), None
    for _ in range(40):
        errors = [value(p, u) / value(q, u) / y - 1 for u, y in zip(us, ys)]
        worst = max(map(abs, errors))
        if best is None or worst < best[0]:
            best = (worst, p, q)
        runs = [[0]]
        for i in range(1, len(grid)):
            if (errors[i] > 0) == (errors[runs[-1][-1]] > 0):
                runs[-1].append(i)
            else:
                runs.append([i])
        extrema = [max(run, key=lambda i: abs(errors[i])) for run in runs]
        while len(extrema) > size:
            if len(extrema) - size >= 2:
                pairs = range(len(extrema) - 1)
                j = min(pairs, key=lambda j: max(abs(errors[i]) for i in extrema[j : j + 2]))
                del extrema[j : j + 2]
            else:
                extrema.pop(0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else -1)
        if len(extrema) < size or worst < abs(level) * near:
            break
        sign = 1 if errors[extrema[0]] > 0 else -1
        for _ in range(10):
            a, b = matrix(size, size), matrix(size, 1)
            for k, i in enumerate(extrema):
                y, u, s = ys[i], us[i], sign * (-1) ** k
                row = [u**j / y for j in range(first, n + 1)]
                row += [-(1 + s * level) * u**j for j in range(1, m + 1)] + [mpf(-s)]
                for j, entry in enumerate(row):
                    a[k, j] = entry
                b[k] = 1 - first / y
            solution = lu_solve(a, b)
            previous, level = level, solution[size - 1]
            if abs(level - previous) < abs(level) * mpf(10) ** -10:
                break
        p, q = unpack(list(solution)[:-1])
    return best


def knuth(a0, a1, a2, a3):
    """a, b, c, d of the x^4 + a3·x^3 + … that is (y + x + c)·y + d with y = (x + a)·x + b."""
    a = (a3 - 1) / 2
    rest = a2 - a * (a + 1)
    b = a1 - a * rest
    c = rest - 2 * b
    return a, b, c, a0 - b * (b + c)


def show(name, best):
    error, p, q = best
    p, q = ([float(c / q[-1]) for c in part] for part in (p, q))
    print(f"{name}: within 2^{mp.nstr(log(error, 2), 5)}\n P {p}\n Q {q}")
    for part in (p, q):
        if len(q) < 9:
            continue
        roots = polyroots([mpf(c) for c in part[::-1]], maxsteps=500, extraprec=400)
        quadratics = [(-2 * r.real, abs(r) ** 2) for r in roots if r.imag > 1e-20]
        real = [-r.real for r in roots if abs(r.imag) <= 1e-20]
        print(" real factor, constant first", [float(c) for c in (mp.fprod(real), sum(real))[: len(real)]])
        print("  with the leading coefficient", [float(c * part[-1]) for c in (mp.fprod(real), sum(real), 1)])
        for i, (b, c) in enumerate(quadratics):
            for j, (d, e) in enumerate(quadratics[:i]):
                print("", (j, i), [float(x) for x in knuth(c * e, b * e + c * d, c + e + b * d, b + d)])


def chebyshev(low, high, count):
    low, high = mpf(low), mpf(high)
    return [low + (high - low) * (1 - cos(pi * k / (count - 1))) / 2 for k in range(count)]


def square(x):
    return x * x


show("erf(x)/x in x²", minimax(lambda x: erf(x) / x if x else 2 / sqrt(pi), chebyshev(0, "5.61", 700), 10, 10, square))
grid = [3 * z / (1 - z) for z in chebyshev(0, mpf(27.5) / 30.5, 500)[1:]]
show("erfc(x)·e^x²", minimax(lambda x: erfc(x) * exp(x * x), grid, 8, 9, one=True))
half = lambda r: tanh(r / 2) / r if r else mpf(0.5)
show("tanh(r/2)/r in r²", minimax(half, chebyshev(0, "0.3475", 200), 2, 2, square, near=1.03))

a, b, d = float(tan(pi / 8)) * 1.0001, float(pi / 4) * 1.0005, float(log(2)) / 2 * 1.002
for name, f, low, high, degree, variable in [
    ("log: (2·atanh f − 2f)/f³ in f²", lambda f: (2 * atanh(f) - 2 * f) / f**3, 1e-5, 0.17158 * 1.0005, 7, square),
    ("exp: (e^r − 1 − r)/r²", lambda r: (expm1(r) - r) / r**2 if r else mpf(0.5), -d, d, 8, lambda r: r),
    ("sin: (sin r/r − 1)/r² in r²", lambda r: (sin(r) / r - 1) / r**2, 1e-5, b, 5, square),
    ("cos: (cos r − 1 + r²/2)/r⁴ in r²", lambda r: (cos(r) - 1 + r * r / 2) / r**4, 1e-5, b, 4, square),
    ("atan: (atan(t)/t − 1)/t² in t²", lambda t: (atan(t) / t - 1) / t**2, 1e-5, a, 8, square),
]:
    show(name, minimax(f, chebyshev(low, high, 160), degree, 0, variable, near=1.005))
