"""Values and derivatives of PyTorch's activation functions, in 64 bits: writes torch.csv.

    pip install torch
    python make_torch.py
"""

import torch
from torch.nn import functional

import golden

FUNCTIONS = [
    ("relu", {}, functional.relu),
    ("relu6", {}, functional.relu6),
    ("sigmoid", {}, torch.sigmoid),
    ("softplus", {}, functional.softplus),
    ("softsign", {}, functional.softsign),
    ("silu", {}, functional.silu),
    ("log_sigmoid", {}, functional.logsigmoid),
    ("leaky_relu", {"negative_slope": 0.01}, functional.leaky_relu),
    ("leaky_relu", {"negative_slope": 0.3}, lambda x: functional.leaky_relu(x, 0.3)),
    ("hard_sigmoid", {}, functional.hardsigmoid),
    ("hard_swish", {}, functional.hardswish),
    ("hard_tanh", {}, functional.hardtanh),
    ("hard_shrink", {}, functional.hardshrink),
    ("soft_shrink", {}, functional.softshrink),
    ("tanh_shrink", {}, functional.tanhshrink),
    ("elu", {}, functional.elu),
    ("elu", {"alpha": 0.5}, lambda x: functional.elu(x, 0.5)),
    ("celu", {}, functional.celu),
    ("celu", {"alpha": 2.0}, lambda x: functional.celu(x, 2.0)),
    ("selu", {}, functional.selu),
    ("gelu", {}, functional.gelu),
    ("gelu_tanh", {}, lambda x: functional.gelu(x, approximate="tanh")),
    ("mish", {}, functional.mish),
    ("tanh", {}, torch.tanh),
    ("erf", {}, torch.erf),
]


def orders(function):
    x = torch.tensor(golden.POINTS, dtype=torch.float64, requires_grad=True)
    orders = [function(x)]
    for _ in range(2):
        if not orders[-1].requires_grad:
            # The order before is constant: a sum of steps.
            orders.append(torch.zeros_like(x))
            continue
        try:
            (slope,) = torch.autograd.grad(
                orders[-1].sum(), x, create_graph=True, allow_unused=True
            )
        except RuntimeError as error:
            if "is not implemented" not in str(error):
                raise
            return [order.tolist() for order in orders] + [[None] * len(golden.POINTS)]
        orders.append(torch.zeros_like(x) if slope is None else slope)
    return [order.tolist() for order in orders]


def rows():
    for name, parameters, function in FUNCTIONS:
        for row in zip(golden.POINTS, *orders(function)):
            yield name, parameters, *row


golden.write("torch.csv", f"PyTorch {torch.__version__.split('+')[0]} on a CPU", rows())
