#!/usr/bin/env python3
"""Makes tests/golden/torch_*.inc: numbers from PyTorch that our optimizers, schedules, layers and losses must meet.

Needs PyTorch (Debian: python3-torch). Run from anywhere; writes beside itself. The tests need only the files.
"""

import math
import pathlib

import torch

torch.set_default_dtype(torch.float64)
here = pathlib.Path(__file__).parent


def numbers(values):
    """Doubles that read back as the same bits."""
    flat = torch.as_tensor(values, dtype=torch.float64).reshape(-1).tolist()
    lines, line = [], ""
    for value in flat:
        item = repr(value) + ","
        if len(line) + len(item) > 108:
            lines.append(line)
            line = ""
        line += item
    return "\n".join(lines + [line])


def write(name, arrays):
    text = f"// Made by {pathlib.Path(__file__).name} with PyTorch. Do not edit.\n"
    for array, values in arrays:
        text += f"inline constexpr double {array}[] = {{\n{numbers(values)}\n}};\n"
    (here / name).write_text(text)


def optimizers():
    """100 steps over the same 100 gradients from the same start, theta after every step."""
    generator = torch.Generator().manual_seed(1)
    start = torch.randn(5, generator=generator)
    gradients = torch.randn(100, 5, generator=generator) * torch.tensor([1.0, 0.1, 10.0, 1e-4, 1.0])
    arrays = [("golden_start", start), ("golden_gradients", gradients)]
    runs = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.05),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
        "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05, eps=1e-8),
        "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.99, eps=1e-8),
        "rmsprop_momentum": lambda p: torch.optim.RMSprop(p, lr=0.01, alpha=0.9, eps=1e-8, momentum=0.8),
        "adam": lambda p: torch.optim.Adam(p, lr=0.02, betas=(0.9, 0.999), eps=1e-8),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.02, betas=(0.8, 0.99), eps=1e-8, weight_decay=0.1),
        # L2 as the paper has it: PyTorch's weight_decay is our 2 lambda.
        "sgd_l2": lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.02),
    }
    for name, make in runs.items():
        theta = torch.nn.Parameter(start.clone())
        optimizer = make([theta])
        path = []
        for gradient in gradients:
            theta.grad = gradient.clone()
            optimizer.step()
            path.append(theta.detach().clone())
        arrays.append((f"golden_{name}", torch.stack(path)))

    clipped = gradients.clone()
    for row in clipped:
        holder = torch.nn.Parameter(torch.zeros(5))
        holder.grad = row.clone()
        torch.nn.utils.clip_grad_norm_([holder], 2.0)
        row.copy_(holder.grad)
    arrays.append(("golden_clipped_by_norm", clipped))
    arrays.append(("golden_clipped_by_value", gradients.clamp(-1.5, 1.5)))
    write("torch_optimizers.inc", arrays)


def schedules():
    """Rates of epochs 0 to 99, eta = 0.4."""
    lr = torch.optim.lr_scheduler
    runs = {
        "step": lambda o: lr.StepLR(o, step_size=30, gamma=0.1),
        "exponential": lambda o: lr.ExponentialLR(o, gamma=0.95),
        "cosine": lambda o: lr.CosineAnnealingLR(o, T_max=99, eta_min=0.001),
        "cosine_restarts": lambda o: lr.CosineAnnealingWarmRestarts(o, T_0=10, T_mult=2, eta_min=0.01),
    }
    arrays = []
    for name, make in runs.items():
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.4)
        schedule = make(optimizer)
        rates = []
        for _ in range(100):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            schedule.step()
        arrays.append((f"golden_{name}", rates))
    write("torch_schedules.inc", arrays)


activations = {
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "linear": lambda z: z * 1.0,
    "leaky_relu": lambda z: torch.nn.functional.leaky_relu(z, 0.01),
    "elu": torch.nn.functional.elu,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    # PyTorch's softplus turns linear at a threshold; the formula itself does not.
    "softplus": lambda z: torch.logaddexp(z, torch.zeros_like(z)),
    "sine": torch.sin,
}


def activation_values():
    z = torch.cat([torch.linspace(-9.7, 9.6, 60), torch.tensor([-30.0, -1e-3, 1e-3, 30.0])])
    arrays = [("golden_z", z)]
    for name, phi in activations.items():
        leaf = z.clone().requires_grad_()
        a = phi(leaf)
        a.sum().backward()
        arrays += [(f"golden_{name}", a.detach()), (f"golden_{name}_slope", leaf.grad)]
    write("torch_activations.inc", arrays)


def losses():
    """Values and dL/dz, sample by sample, of 3 outputs, up to |z| = 1e4; then of milder z through dL/da."""
    generator = torch.Generator().manual_seed(2)
    scales = torch.tensor([1.0, 10.0, 100.0, 1e4]).repeat_interleave(8)
    z = torch.randn(32, 3, generator=generator) * scales[:, None]
    z = z.clamp(-1e4, 1e4)
    labels = torch.randint(0, 3, (32,), generator=generator)
    one_hot = torch.nn.functional.one_hot(labels, 3).double()
    soft = torch.rand(32, 3, generator=generator)
    mild = torch.randn(32, 3, generator=generator)
    functional = torch.nn.functional
    cases = {
        "bce": (z, soft, lambda z, y: functional.binary_cross_entropy_with_logits(z, y, reduction="none").sum(1)),
        "ce": (z, one_hot, lambda z, y: -(y * torch.log_softmax(z, 1)).sum(1)),
        "mse": (z, soft, lambda z, y: 0.5 * ((z - y) ** 2).sum(1)),
        "mse_sigmoid": (mild, soft, lambda z, y: 0.5 * ((torch.sigmoid(z) - y) ** 2).sum(1)),
        "mse_softmax": (mild, soft, lambda z, y: 0.5 * ((torch.softmax(z, 1) - y) ** 2).sum(1)),
        "bce_softmax": (mild, soft, lambda z, y: functional.binary_cross_entropy(
            torch.softmax(z, 1), y, reduction="none").sum(1)),
        "ce_sigmoid": (mild, soft, lambda z, y: -(y * torch.log(torch.sigmoid(z))).sum(1)),
    }
    arrays = [("golden_z", z), ("golden_mild", mild), ("golden_one_hot", one_hot), ("golden_soft", soft)]
    for name, (logits, target, loss) in cases.items():
        leaf = logits.clone().requires_grad_()
        value = loss(leaf, target)
        value.sum().backward()
        arrays += [(f"golden_{name}", value.detach()), (f"golden_{name}_delta", leaf.grad)]
    write("torch_losses.inc", arrays)


class Block(torch.nn.Module):
    """dense, norm, phi, residual: our order."""

    def __init__(self, inputs, units, norm, phi, residual):
        super().__init__()
        self.dense = torch.nn.Linear(inputs, units)
        self.norm = {"none": None, "batch": torch.nn.BatchNorm1d, "layer": torch.nn.LayerNorm}[norm]
        self.norm = self.norm(units) if self.norm else None
        self.phi, self.residual = phi, residual

    def forward(self, x):
        u = self.dense(x)
        u = self.norm(u) if self.norm else u
        a = self.phi(u)
        return a + x if self.residual else a


def layers():
    """100 full-batch steps of a network with every kind of block: theta every 10 steps, statistics and losses."""
    torch.manual_seed(3)
    net = torch.nn.Sequential(
        Block(2, 5, "batch", torch.tanh, False),
        Block(5, 5, "layer", torch.nn.functional.gelu, True),
        Block(5, 5, "none", torch.nn.functional.silu, True),
        Block(5, 4, "batch", torch.nn.functional.elu, False),
        Block(4, 3, "none", lambda z: z, False),
    )

    def theta():
        return torch.cat([p.detach().reshape(-1) for p in net.parameters()])

    with torch.no_grad():  # gains and shifts that show if they are mixed up
        for module in net:
            if module.norm:
                module.norm.weight.uniform_(0.5, 1.5)
                module.norm.bias.uniform_(-0.5, 0.5)
    x = torch.randn(17, 2)
    labels = torch.randint(0, 3, (17,))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.05)
    arrays = [("golden_x", x), ("golden_y", torch.nn.functional.one_hot(labels, 3).double()), ("golden_start", theta())]
    path, losses = [], []
    for step in range(100):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), labels)
        loss.backward()
        if step == 0:
            arrays.append(("golden_gradient", torch.cat([p.grad.reshape(-1) for p in net.parameters()])))
        optimizer.step()
        losses.append(loss.item())
        if step % 10 == 9:
            path.append(theta())
    norms = [module.norm for module in net if isinstance(module.norm, torch.nn.BatchNorm1d)]
    statistics = torch.cat([torch.cat([norm.running_mean, norm.running_var]) for norm in norms])
    net.eval()
    with torch.no_grad():
        evaluated = torch.softmax(net(x), 1)
    arrays += [("golden_theta", torch.stack(path)), ("golden_losses", losses), ("golden_statistics", statistics),
               ("golden_outputs", evaluated)]
    write("torch_layers.inc", arrays)


optimizers()
schedules()
activation_values()
losses()
layers()
