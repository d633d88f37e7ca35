"""Writes what torch finds for the slopes of a loss along everything a network depends on.

usage: gradients.py gradients.h5          (ncps 1.0.1, torch 2, h5py 3)

The networks are those of ncps_golden.h5, but small, and some cells that ncps does not have. Cells
are called themselves, with times of shape (batch, 1), because the layers of ncps 1.0.1 mix up the
times of a batch. The loss is linear in the outputs and in what each row remembers at its own end.
Everything is computed in doubles from weights and inputs that singles hold exactly.
"""
import sys

import h5py
import numpy as np
import torch
from ncps.torch import CfC, LTC
from ncps.wirings import NCP, AutoNCP, FullyConnected, Random

INPUTS, UNITS, STEPS, LENGTHS = 3, 5, 6, (6, 4, 5)


def cfc(**options):
    return CfC(INPUTS, UNITS, **{"backbone_units": 6, **options})


def wired(wiring, **options):
    return CfC(INPUTS, wiring, **options)


def ltc(wiring=UNITS, **options):
    return LTC(INPUTS, wiring, **options)


class Delayed(torch.nn.Module):
    """An LSTM of torch that reads the time since the last observation as a further input."""

    def __init__(self):
        super().__init__()
        self.cell = torch.nn.LSTMCell(INPUTS + 1, UNITS)
        self.state_size = 2 * UNITS

    def tensors(self):
        return self.cell.named_parameters()

    def step(self, x, state, dt):
        h, c = self.cell(torch.cat([x, dt], 1), state.split(UNITS, 1))
        return h, torch.cat([h, c], 1)


class Decaying(torch.nn.Module):
    """The GRU-D of Che et al. (2018), as it is written there, of features that share masks and ages.

    The inputs are the values, filled forward, the masks of the channels and the times since each was
    seen; means are zero, and the decays are the negative exponential of what is above zero.
    """

    CHANNELS = [0, 1, 1]

    def __init__(self):
        super().__init__()
        features, channels = len(self.CHANNELS), max(self.CHANNELS) + 1
        self.state_size = UNITS
        self.named = {
            "input_decay.weight": torch.rand(features), "input_decay.bias": torch.rand(features),
            "hidden_decay.weight": torch.rand(UNITS, channels),
            "hidden_decay.bias": torch.rand(UNITS),
            "weight_ih": torch.randn(3 * UNITS, features + channels) / 2,
            "weight_hh": torch.randn(3 * UNITS, UNITS) / 2, "bias": torch.randn(3 * UNITS) / 2,
        }
        for tensor in self.named.values():
            tensor.requires_grad_()

    def double(self):
        self.named = {
            name: tensor.detach().double().requires_grad_() for name, tensor in self.named.items()}
        return self

    def tensors(self):
        return self.named.items()

    def draw(self, random, rows):
        features, channels = len(self.CHANNELS), max(self.CHANNELS) + 1
        values = random.normal(size=(rows, STEPS, features))
        masks = random.integers(0, 2, size=(rows, STEPS, channels))
        ages = (1 - masks) * random.exponential(1.0, size=masks.shape)
        return np.concatenate([values, masks, ages], 2)

    def step(self, x, state, dt):
        features, channels = len(self.CHANNELS), max(self.CHANNELS) + 1
        values, masks, ages = x.split([features, channels, channels], 1)
        w = self.named
        mask, age = masks[:, self.CHANNELS], ages[:, self.CHANNELS]
        left = torch.exp(-torch.relu(w["input_decay.weight"] * age + w["input_decay.bias"]))
        seen = torch.cat([mask * values + (1 - mask) * left * values, masks], 1)
        h = state * torch.exp(
            -torch.relu(ages @ w["hidden_decay.weight"].T + w["hidden_decay.bias"]))
        w_r, w_z, w_n = w["weight_ih"].chunk(3)
        u_r, u_z, u_n = w["weight_hh"].chunk(3)
        b_r, b_z, b_n = w["bias"].chunk(3)
        r = torch.sigmoid(seen @ w_r.T + h @ u_r.T + b_r)
        z = torch.sigmoid(seen @ w_z.T + h @ u_z.T + b_z)
        n = torch.tanh(seen @ w_n.T + (r * h) @ u_n.T + b_n)
        h = (1 - z) * h + z * n
        return h, h


class Layer(torch.nn.Module):
    """A cell of ncps, behind its LSTM if it has one."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer
        self.size = layer.rnn_cell.state_size if hasattr(layer.rnn_cell, "state_size") else UNITS
        self.state_size = self.size * (2 if layer.use_mixed else 1)

    def tensors(self):
        return self.layer.named_parameters()

    def step(self, x, state, dt):
        if not self.layer.use_mixed:
            return self.layer.rnn_cell(x, state, dt)
        h, c = self.layer.lstm(x, state.split(self.size, 1))
        y, h = self.layer.rnn_cell(x, h, dt)
        return y, torch.cat([h, c], 1)


CASES = {
    "cfc_default": lambda: Layer(cfc()),
    "cfc_pure": lambda: Layer(cfc(mode="pure")),
    "cfc_no_gate": lambda: Layer(cfc(mode="no_gate")),
    "cfc_backbone3_silu": lambda: Layer(cfc(activation="silu", backbone_layers=3)),
    "cfc_gelu": lambda: Layer(cfc(activation="gelu")),
    "cfc_relu": lambda: Layer(cfc(activation="relu")),
    "cfc_tanh": lambda: Layer(cfc(activation="tanh")),
    "cfc_nobackbone": lambda: Layer(cfc(backbone_layers=0)),
    "cfc_mixed": lambda: Layer(cfc(mixed_memory=True)),
    "wired_autoncp": lambda: Layer(wired(AutoNCP(10, 2))),
    "wired_autoncp_mixed": lambda: Layer(wired(AutoNCP(10, 2), mixed_memory=True)),
    "wired_autoncp_pure": lambda: Layer(wired(AutoNCP(10, 2), mode="pure")),
    "wired_fully": lambda: Layer(wired(FullyConnected(5, 3))),
    "wired_random": lambda: Layer(wired(Random(5, 3, sparsity_level=0.5))),
    "ltc_full": lambda: Layer(ltc()),
    "ltc_autoncp": lambda: Layer(ltc(AutoNCP(10, 2))),
    "ltc_ncp": lambda: Layer(ltc(NCP(4, 3, 2, 2, 2, 2, 2))),
    "ltc_random": lambda: Layer(ltc(Random(6, 2, sparsity_level=0.5))),
    "ltc_explicit": lambda: Layer(ltc(implicit_param_constraints=False)),
    "ltc_mixed": lambda: Layer(ltc(mixed_memory=True)),
    "ltc_unfold1": lambda: Layer(ltc(ode_unfolds=1)),
    "ltc_nomap": lambda: Layer(ltc(input_mapping=None, output_mapping=None)),
    "cfc_backbone2_gelu_no_gate": lambda: Layer(
        cfc(activation="gelu", backbone_layers=2, mode="no_gate")),
    "cfc_backbone2_relu_pure": lambda: Layer(
        cfc(activation="relu", backbone_layers=2, mode="pure")),
    "lstm": Delayed,
    "grud": Decaying,
}


def single(array):
    return torch.tensor(np.asarray(array, np.float32).astype(np.float64))


def run(name, make):
    seed = sum(map(ord, name))
    torch.manual_seed(seed)
    random = np.random.default_rng(seed)
    model = make()
    with torch.no_grad():  # so that no term is zero by its start
        for _, tensor in model.tensors():
            if tensor.requires_grad:
                tensor.add_(0.05 * torch.randn_like(tensor))
    model = model.double()
    rows, size = len(LENGTHS), model.state_size
    draw = getattr(model, "draw", lambda *_: random.normal(size=(rows, STEPS, INPUTS)))
    x = single(draw(random, rows)).requires_grad_()
    dt = single(random.exponential(1.0, size=(rows, STEPS)) + 1e-3)
    start = single(0.5 * random.normal(size=(rows, size))).requires_grad_()
    state, ys, states = start, [], []
    for step in range(STEPS):
        y, state = model.step(x[:, step], state, dt[:, step:step + 1])
        ys.append(y)
        states.append(state)
    y = torch.stack(ys, 1)
    final = torch.stack([states[length - 1][row] for row, length in enumerate(LENGTHS)])
    of_outputs = random.normal(size=y.shape)
    for row, length in enumerate(LENGTHS):
        of_outputs[row, length:] = 0
    of_outputs, of_state = single(of_outputs), single(random.normal(size=final.shape))
    ((y * of_outputs).sum() + (final * of_state).sum()).backward()
    values = {
        "x": x, "timespans": dt, "start": start, "output_weights": of_outputs,
        "state_weights": of_state, "y": y, "final": final, "gradient of x": x.grad,
        "gradient of start": start.grad,
    }
    for tensor_name, tensor in model.tensors():
        values["weight " + tensor_name] = tensor
        if tensor.requires_grad:
            values["gradient of " + tensor_name] = tensor.grad
    return {key: value.detach().numpy().astype(np.float32).ravel() for key, value in values.items()}


lines, arrays = [], []
for case, make in CASES.items():
    for key, array in run(case, make).items():
        lines.append(f"{case} {len(array)} {key}\n")
        arrays.append(array)
with h5py.File(sys.argv[1], "w") as file:
    text = np.frombuffer("".join(lines).encode(), np.uint8)
    file.create_dataset("contents", data=text, compression=9)
    file.create_dataset("values", data=np.concatenate(arrays), compression=9, shuffle=True)
