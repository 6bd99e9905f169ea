"""What every Python driver shares: arguments, timing, output.

A driver has a list of cases (name, pass, a list of ways to compute it). It is run twice:

    driver.py time --threads T --n 4096,65536     one line of JSON for each case and size
    driver.py values INPUTS FOLDER                FOLDER/<name>.<pass>.f32 for each case

Time is the lowest of several samples, each of them long enough for the clock; of several ways to the
same result the fastest counts. A pass is "forward", "backward" (from x) or "output" (backward from what
the forward pass has left: y, or a buffer). Inputs are uniform in [-6, 6], as in the measurements of nonlin. The
files are raw little-endian 32-bit floats; values of the backward pass have dy = 1.
"""

import argparse
import json
import pathlib
import sys
import time

import numpy

ROW = 1024
SAMPLE = 200e-6


def arguments():
    parser = argparse.ArgumentParser()
    modes = parser.add_subparsers(dest="mode", required=True)
    timing = modes.add_parser("time")
    timing.add_argument("--threads", type=int, required=True)
    timing.add_argument("--n", required=True)
    values = modes.add_parser("values")
    values.add_argument("inputs")
    values.add_argument("folder")
    return parser.parse_args()


def lowest(call):
    """Seconds of one call: the lowest mean of several samples."""
    call()
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-9)
    count = max(1, round(SAMPLE / once))
    # A call far past the cache is a sample of its own, and few of them are enough.
    samples = 3 if once > 20e-3 else 15
    best = once
    for _ in range(samples):
        start = time.perf_counter()
        for _ in range(count):
            call()
        best = min(best, (time.perf_counter() - start) / count)
    return best


def say(**line):
    print(json.dumps(line), flush=True)


def inputs(n):
    generator = numpy.random.default_rng(1)
    x = generator.random(n, dtype=numpy.float32) * 12 - 6
    dy = generator.random(n, dtype=numpy.float32) * 2 - 1
    return x, dy


def run(peer, version, prepare, threads=None):
    """Does what the command line says.

    `prepare(x, dy)` takes NumPy arrays and yields (name, pass, ways), where each way is a pair of
    functions: one that computes, and one that gives the result as a NumPy array. `threads` sets
    the number of threads.
    """
    options = arguments()
    if options.mode == "values":
        x = numpy.fromfile(options.inputs, dtype="<f4")
        folder = pathlib.Path(options.folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, direction, ways in prepare(x, numpy.ones_like(x)):
            if name.startswith("softmax"):
                continue
            try:
                compute, result = ways[0]
                compute()
                values = numpy.asarray(result(), dtype="<f4").reshape(-1)
            except Exception as error:  # a peer that lacks it stays blank
                print(f"{peer} {name} {direction}: {error}", file=sys.stderr)
                continue
            values.tofile(folder / f"{name}.{direction}.f32")
        return
    if threads is not None:
        threads(options.threads)
    for n in map(int, options.n.split(",")):
        for name, direction, ways in prepare(*inputs(n)):
            times = []
            for compute, _ in ways:
                try:
                    times.append(lowest(compute))
                except Exception as error:
                    print(f"{peer} {name} {direction}: {error}", file=sys.stderr)
            if times:
                say(peer=peer, version=version, name=name, **{"pass": direction}, n=n,
                    threads=options.threads, ns_per_element=min(times) / n * 1e9)
