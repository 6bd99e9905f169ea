"""Values and derivatives of JAX's activation functions, in 64 bits: writes jax.csv.

    pip install jax
    python make_jax.py
"""

import functools

import jax

jax.config.update("jax_enable_x64", True)
jax.config.update("jax_platforms", "cpu")

import jax.numpy as jnp

import golden

FUNCTIONS = [
    ("identity", {}, jax.nn.identity),
    ("relu", {}, jax.nn.relu),
    ("relu6", {}, jax.nn.relu6),
    ("sigmoid", {}, jax.nn.sigmoid),
    ("softplus", {}, jax.nn.softplus),
    # Not built in yet: their formulas.
    ("if(x <= -1, 0, if(x >= 1, x, (x + 1)^2/4))", {}, jax.nn.sparse_plus),
    ("clamp((x + 1)/2, 0, 1)", {}, jax.nn.sparse_sigmoid),
    ("softsign", {}, jax.nn.soft_sign),
    ("silu", {}, jax.nn.silu),
    ("log_sigmoid", {}, jax.nn.log_sigmoid),
    ("leaky_relu", {"negative_slope": 0.01}, jax.nn.leaky_relu),
    ("leaky_relu", {"negative_slope": 0.3}, lambda x: jax.nn.leaky_relu(x, 0.3)),
    ("hard_sigmoid", {}, jax.nn.hard_sigmoid),
    ("hard_swish", {}, jax.nn.hard_silu),
    ("hard_tanh", {}, jax.nn.hard_tanh),
    ("elu", {}, jax.nn.elu),
    ("elu", {"alpha": 0.5}, lambda x: jax.nn.elu(x, 0.5)),
    ("celu", {}, jax.nn.celu),
    ("celu", {"alpha": 2.0}, lambda x: jax.nn.celu(x, 2.0)),
    ("selu", {}, jax.nn.selu),
    ("gelu", {}, functools.partial(jax.nn.gelu, approximate=False)),
    ("gelu_tanh", {}, functools.partial(jax.nn.gelu, approximate=True)),
    ("squareplus", {}, jax.nn.squareplus),
    ("squareplus", {"b": 1.0}, lambda x: jax.nn.squareplus(x, 1.0)),
    ("mish", {}, jax.nn.mish),
    ("tanh", {}, jax.nn.tanh),
    ("sin", {}, jnp.sin),
    ("sinh(x)", {}, jnp.sinh),
    ("asinh(x)", {}, jnp.arcsinh),
    ("atan(x)", {}, jnp.arctan),
    ("erf", {}, jax.scipy.special.erf),
    ("x*x*exp(-x^2/2)", {}, lambda x: x * x * jnp.exp(-x * x / 2)),
]


def rows():
    x = jnp.array(golden.POINTS)
    for name, parameters, function in FUNCTIONS:
        orders = [function]
        for _ in range(2):
            orders.append(jax.grad(orders[-1]))
        for row in zip(golden.POINTS, *(jax.vmap(order)(x).tolist() for order in orders)):
            yield name, parameters, *row


golden.write("jax.csv", f"JAX {jax.__version__} on a CPU", rows())
