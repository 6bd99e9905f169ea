"""JAX on the processor: jitted functions of jax.nn, and their vector-Jacobian products."""

import os
import sys

if "--threads" in sys.argv:
    # The size of XLA's pool, read when the client starts.
    os.environ["NPROC"] = sys.argv[sys.argv.index("--threads") + 1]
os.environ["JAX_PLATFORMS"] = "cpu"

import jax
import jax.numpy as jnp
import numpy
import protocol

FUNCTIONS = {
    "step": lambda x: jnp.heaviside(x, 0.0),
    "relu": jax.nn.relu,
    "leaky_relu": jax.nn.leaky_relu,
    "sigmoid": jax.nn.sigmoid,
    "tanh": jnp.tanh,
    "softplus": jax.nn.softplus,
    "log_sigmoid": jax.nn.log_sigmoid,
    "elu": jax.nn.elu,
    "selu": jax.nn.selu,
    "celu": jax.nn.celu,
    "silu": jax.nn.silu,
    "gelu": lambda x: jax.nn.gelu(x, approximate=False),
    "gelu_tanh": lambda x: jax.nn.gelu(x, approximate=True),
    "quick_gelu": lambda x: x * jax.nn.sigmoid(1.702 * x),
    "mish": jax.nn.mish,
    "hard_sigmoid": jax.nn.hard_sigmoid,
    "hard_swish": jax.nn.hard_swish,
    "hard_tanh": jax.nn.hard_tanh,
    "relu6": jax.nn.relu6,
    "softsign": jax.nn.soft_sign,
    "tanh_shrink": lambda x: x - jnp.tanh(x),
    "erf": jax.scipy.special.erf,
    "exp": jnp.exp,
}
FORWARD = {name: jax.jit(function) for name, function in FUNCTIONS.items()}


def product(function):
    return jax.jit(lambda x, dy: jax.vjp(function, x)[1](dy)[0])


BACKWARD = {name: product(function) for name, function in FUNCTIONS.items()}
SOFTMAX = jax.jit(jax.nn.softmax), product(jax.nn.softmax)


def timed(function, *arguments):
    last = []

    def compute():
        last[:] = [function(*arguments).block_until_ready()]

    return compute, lambda: numpy.asarray(last[0])


def prepare(x, dy):
    x, dy = jnp.asarray(x), jnp.asarray(dy)
    for name in FUNCTIONS:
        yield name, "forward", [timed(FORWARD[name], x)]
        yield name, "backward", [timed(BACKWARD[name], x, dy)]
    if len(x) % protocol.ROW == 0:
        x, dy = (t.reshape(-1, protocol.ROW) for t in (x, dy))
        yield "softmax", "forward", [timed(SOFTMAX[0], x)]
        yield "softmax", "backward", [timed(SOFTMAX[1], x, dy)]


protocol.run("JAX", jax.__version__, prepare)
