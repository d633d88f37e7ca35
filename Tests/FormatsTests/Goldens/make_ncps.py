# Saves a small network of ncps as safetensors, and what it gives, as JSON: ncps 1.0.1, torch, numpy.
import json, struct, sys
import numpy as np, torch
from ncps.torch import CfC

def save(state, path):
    header, data = {}, b""
    for key, tensor in state.items():
        raw = tensor.detach().numpy().astype("<f4").tobytes()
        header[key] = dict(dtype="F32", shape=list(tensor.shape), data_offsets=[len(data), len(data) + len(raw)])
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + data)

torch.manual_seed(5)
model = CfC(3, 4, backbone_units=8, activation="silu", mode="no_gate", proj_size=2).eval()
save(model.state_dict(), sys.argv[1])
random = np.random.default_rng(5)
x = random.normal(size=(12, 3)).astype(np.float32)
# A recording begins at its first observation, so that no time is before it; times are whole milliseconds.
spans = np.round(random.exponential(1.0, 12) + 0.05, 3)
spans[0] = 0
with torch.no_grad():
    y, _ = model(torch.tensor(x)[None], timespans=torch.tensor(spans, dtype=torch.float32)[None])
json.dump(dict(x=x.tolist(), timespans=spans.tolist(), y=y[0].tolist()), open(sys.argv[2], "w"))
