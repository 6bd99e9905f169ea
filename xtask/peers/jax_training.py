"""JAX: the whole step compiled by XLA, its state given back to it in place."""

import os

import training

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
os.environ["JAX_PLATFORMS"] = "cpu"

import functools

import jax
import jax.numpy as jnp

ACTIVATIONS = {
    "relu": jax.nn.relu,
    "tanh": jnp.tanh,
    "gelu": functools.partial(jax.nn.gelu, approximate=False),
}


def make(widths, activation, x, classes):
    f = ACTIVATIONS[activation]
    x, classes = jnp.asarray(x), jnp.asarray(classes)

    def loss(layers):
        y = x
        for l, (w, b) in enumerate(layers):
            y = y @ w + b
            y = f(y) if l + 1 < len(layers) else y
        chosen = jnp.take_along_axis(jax.nn.log_softmax(y), classes[:, None], axis=1)
        return -chosen.mean()

    @functools.partial(jax.jit, donate_argnums=0)
    def update(state):
        layers, first, second, t = state
        gradient = jax.grad(loss)(layers)
        t = t + 1
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
        second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
        rate, root = 1e-4 / (1 - 0.9**t), 1 / jnp.sqrt(1 - 0.999**t)
        move = lambda p, m, v: p - rate * m / (jnp.sqrt(v) * root + 1e-8)
        return jax.tree.map(move, layers, first, second), first, second, t

    layers = [(jnp.asarray(w), jnp.zeros(w.shape[1])) for w in training.weights(widths)]
    zeros = lambda: jax.tree.map(jnp.zeros_like, layers)
    state = [(layers, zeros(), zeros(), jnp.float32(0))]

    def step():
        state[0] = jax.block_until_ready(update(state[0]))

    return step


training.run("JAX", make)
