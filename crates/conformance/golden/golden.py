"""What both scripts share: the points, and the file's form.

A row is: a function as nonlin reads it (a name of the catalogue or a formula), its parameters
(`a=1;b=2`), x, and the framework's value, first and second derivative there, each as the shortest
decimal that reads back to the same 64-bit float, or empty where the framework has no such derivative.
"""

import csv
import math
import pathlib

# Every kink of the functions that frameworks ship, both sides of each, the middle, and both tails.
POINTS = sorted(
    {i / 4 for i in range(-26, 27)}
    | {-20.0, -12.0, -9.0, -8.0, 8.0, 9.0, 12.0, 20.0}
    | {sign * size for sign in (-1, 1) for size in (1e-9, 1e-4, 0.0317, 1.0001, 2.9999, 3.0001)}
)


def write(name, framework, rows):
    """Writes the rows (function, parameters, x, value, first, second) to `name` beside this file."""
    path = pathlib.Path(__file__).parent / name
    with path.open("w", newline="") as file:
        file.write(f"# Made by make_{name.removesuffix('.csv')}.py with {framework}.\n")
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["function", "parameters", "x", "value", "first", "second"])
        for function, parameters, *numbers in rows:
            assert all(n is None or math.isfinite(n) for n in numbers), (function, numbers)
            text = ";".join(f"{key}={value!r}" for key, value in parameters.items())
            table.writerow([function, text, *("" if n is None else repr(n) for n in numbers)])
    print(path, "written")
