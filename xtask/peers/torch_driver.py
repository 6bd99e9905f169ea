"""PyTorch: ATen's kernels called directly on ready tensors, into ready results where they take one."""

import functools

import protocol
import torch
import torch.nn.functional as F

aten = torch.ops.aten
nn = torch._C._nn
SELU = (1.6732632423543772, 1.0507009873554805, 1.0)


def forward(x, y):
    """name: the ways to compute it; a way returns the result."""
    zero = torch.zeros(())
    return {
        "step": [lambda: torch.heaviside(x, zero, out=y)],
        "linear": [lambda: y.copy_(x)],
        "relu": [lambda: torch.clamp_min(x, 0, out=y), lambda: torch.relu(x)],
        "leaky_relu": [lambda: nn.leaky_relu(x, 0.01, out=y)],
        "sigmoid": [lambda: torch.sigmoid(x, out=y)],
        "tanh": [lambda: torch.tanh(x, out=y)],
        "softplus": [lambda: nn.softplus(x, 1, 20, out=y)],
        "log_sigmoid": [lambda: nn.log_sigmoid(x, out=y), lambda: F.logsigmoid(x)],
        "elu": [lambda: nn.elu(x, out=y)],
        "selu": [lambda: nn.elu(x, *SELU, out=y), lambda: torch.selu(x)],
        "celu": [lambda: nn.elu(x, out=y), lambda: torch.celu(x)],
        "silu": [lambda: nn.silu(x, out=y)],
        "gelu": [lambda: nn.gelu(x, out=y)],
        "gelu_tanh": [lambda: nn.gelu(x, approximate="tanh", out=y)],
        "quick_gelu": [lambda: x * torch.sigmoid(1.702 * x)],
        "mish": [lambda: nn.mish(x, out=y)],
        "hard_sigmoid": [lambda: nn.hardsigmoid(x, out=y)],
        "hard_swish": [lambda: nn.hardswish(x, out=y)],
        "hard_tanh": [lambda: nn.hardtanh(x, -1, 1, out=y)],
        "relu6": [lambda: nn.hardtanh(x, 0, 6, out=y)],
        "softsign": [lambda: F.softsign(x)],
        "tanh_shrink": [lambda: F.tanhshrink(x)],
        "erf": [lambda: torch.erf(x, out=y)],
        "exp": [lambda: torch.exp(x, out=y)],
    }


def by_autograd(function, x, dy):
    leaf = x.detach().clone().requires_grad_()
    y = function(leaf)
    return lambda: torch.autograd.grad(y, leaf, dy, retain_graph=True)[0]


def from_output(x, dy, dx):
    """The kernels that take what the forward pass has left."""
    sigmoid, tanh, exp = torch.sigmoid(x), torch.tanh(x), torch.exp(x)
    buffer = torch.exp(-x.abs())
    out = {"grad_input": dx}
    return {
        "sigmoid": [lambda: aten.sigmoid_backward.grad_input(dy, sigmoid, **out)],
        "tanh": [lambda: aten.tanh_backward.grad_input(dy, tanh, **out)],
        "log_sigmoid": [lambda: aten.log_sigmoid_backward.grad_input(dy, x, buffer, **out)],
        "exp": [lambda: torch.mul(dy, exp, out=dx)],
    }


def backward(x, dy, dx):
    """From x: what has a kernel from y alone computes y before."""
    y, buffer = torch.empty_like(x), torch.empty_like(x)
    out = {"grad_input": dx}
    sigmoid, tanh, exp = (functools.partial(f, x, out=y) for f in (torch.sigmoid, torch.tanh, torch.exp))

    def log_sigmoid():
        aten.log_sigmoid_forward.output(x, output=y, buffer=buffer)
        return aten.log_sigmoid_backward.grad_input(dy, x, buffer, **out)

    composed = {
        "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
        "softsign": F.softsign,
        "tanh_shrink": F.tanhshrink,
        "erf": torch.erf,
        "step": lambda x: torch.heaviside(x, torch.zeros(())),
    }
    kernels = {
        "linear": [lambda: dx.copy_(dy)],
        "relu": [lambda: aten.threshold_backward.grad_input(dy, x, 0, **out)],
        "leaky_relu": [lambda: aten.leaky_relu_backward.grad_input(dy, x, 0.01, False, **out)],
        "sigmoid": [lambda: aten.sigmoid_backward.grad_input(dy, sigmoid(), **out)],
        "tanh": [lambda: aten.tanh_backward.grad_input(dy, tanh(), **out)],
        "softplus": [lambda: aten.softplus_backward.grad_input(dy, x, 1, 20, **out)],
        "log_sigmoid": [log_sigmoid],
        "elu": [lambda: aten.elu_backward.grad_input(dy, 1, 1, 1, False, x, **out)],
        "selu": [lambda: aten.elu_backward.grad_input(dy, *SELU, False, x, **out)],
        "celu": [lambda: aten.elu_backward.grad_input(dy, 1, 1, 1, False, x, **out)],
        "silu": [lambda: aten.silu_backward.grad_input(dy, x, **out)],
        "gelu": [lambda: aten.gelu_backward.grad_input(dy, x, **out)],
        "gelu_tanh": [lambda: aten.gelu_backward.grad_input(dy, x, approximate="tanh", **out)],
        "mish": [lambda: aten.mish_backward(dy, x)],
        "hard_sigmoid": [lambda: aten.hardsigmoid_backward.grad_input(dy, x, **out)],
        "hard_swish": [lambda: aten.hardswish_backward(dy, x)],
        "hard_tanh": [lambda: aten.hardtanh_backward.grad_input(dy, x, -1, 1, **out)],
        "relu6": [lambda: aten.hardtanh_backward.grad_input(dy, x, 0, 6, **out)],
        "exp": [lambda: torch.mul(dy, exp(), out=dx)],
    }
    for name, function in composed.items():
        try:
            with torch.enable_grad():
                kernels[name] = [by_autograd(function, x, dy)]
                kernels[name][0]()
        except RuntimeError:  # it has no derivative
            kernels.pop(name, None)
    return kernels


def timed(way):
    """A way and its result."""
    last = []

    def compute():
        last[:] = [way()]

    return compute, lambda: last[0].detach().numpy()


def prepare(x, dy):
    x, dy = torch.from_numpy(x), torch.from_numpy(dy)
    y = torch.empty_like(x)
    with torch.no_grad():
        for name, ways in forward(x, y).items():
            yield name, "forward", [timed(way) for way in ways]
        for name, ways in backward(x, dy, y).items():
            yield name, "backward", [timed(way) for way in ways]
        for name, ways in from_output(x, dy, y).items():
            yield name, "output", [timed(way) for way in ways]
        if len(x) % protocol.ROW == 0:
            rows, dy, out = (t.view(-1, protocol.ROW) for t in (x, dy, y))
            soft = torch.softmax(rows, -1)
            yield "softmax", "forward", [timed(lambda: torch.softmax(rows, -1, out=out))]
            kept = torch.empty_like(rows)

            def backward_of(y):
                return aten._softmax_backward_data.out(dy, y, -1, x.dtype, grad_input=out)

            from_x = lambda: backward_of(torch.softmax(rows, -1, out=kept))
            yield "softmax", "backward", [timed(from_x)]
            yield "softmax", "output", [timed(lambda: backward_of(soft))]


protocol.run("PyTorch", torch.__version__.split("+")[0], prepare, torch.set_num_threads)
