"""What the Python drivers of training share: the networks, the data, timing, output.

A driver trains the same networks as `crates/lab/examples/steps.rs`: dense layers with biases, softmax
cross-entropy, Adam, f32, one ready batch, one thread. It prints a line of JSON for each network and
activation, with the lowest mean of several samples in microseconds a step.
"""

import json
import os
import sys
import time

import numpy

# XLA takes as many threads as it is allowed processors, whatever its options say.
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})

NETWORKS = [([64, 128, 128, 10], 128), ([784, 512, 512, 10], 256)]
ACTIVATIONS = ["relu", "tanh", "gelu"]


def batch(widths, rows):
    random = numpy.random.default_rng(1)
    x = random.standard_normal((rows, widths[0]), dtype=numpy.float32)
    return x, (numpy.arange(rows) % widths[-1]).astype(numpy.int64)


def weights(widths):
    random = numpy.random.default_rng(2)
    layers = zip(widths, widths[1:])
    return [random.standard_normal((a, b), dtype=numpy.float32) / a**0.5 for a, b in layers]


def run(library, make):
    """`make(widths, activation, x, classes)` gives a function that does one step and waits for it."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 30
    for widths, rows in NETWORKS:
        for activation in ACTIVATIONS:
            step = make(widths, activation, *batch(widths, rows))
            for _ in range(20):
                step()
            start = time.perf_counter()
            step()
            count = int(0.01 / (time.perf_counter() - start)) + 1
            best = float("inf")
            for _ in range(samples):
                start = time.perf_counter()
                for _ in range(count):
                    step()
                best = min(best, (time.perf_counter() - start) / count)
            name = "-".join(map(str, widths))
            line = {"library": library, "network": name, "rows": rows}
            print(json.dumps(line | {"activation": activation, "microseconds": best * 1e6}), flush=True)
