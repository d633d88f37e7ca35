# Hands what Vigil exports back to ncps: every golden is imported, exported as safetensors and as HDF5, and
# loaded with load_state_dict(strict=True) into a network that ncps makes anew, which must give what it gave.
#     python load_ncps.py .build/debug/vigil ../shared/goldens/ncps/ncps_golden.h5     # ncps 1.0.1, torch, h5py
import json, struct, subprocess, sys, tempfile
import h5py, numpy as np, torch
from ncps.torch import CfC, LTC
from ncps.wirings import AutoNCP, NCP, FullyConnected, Random

vigil, golden = sys.argv[1:3]
F = 5
cases = {
    "cfc_default": (lambda: CfC(F, 8), []),
    "cfc_pure": (lambda: CfC(F, 8, mode="pure"), []),
    "cfc_no_gate": (lambda: CfC(F, 8, mode="no_gate"), ["--mode", "no_gate"]),
    "cfc_backbone3_silu": (lambda: CfC(F, 8, activation="silu", backbone_layers=3, backbone_units=16, backbone_dropout=0.2), ["--activation", "silu"]),
    "cfc_gelu": (lambda: CfC(F, 8, activation="gelu"), ["--activation", "gelu"]),
    "cfc_relu": (lambda: CfC(F, 8, activation="relu"), ["--activation", "relu"]),
    "cfc_tanh": (lambda: CfC(F, 8, activation="tanh"), ["--activation", "tanh"]),
    "cfc_nobackbone": (lambda: CfC(F, 8, backbone_layers=0), []),
    "cfc_mixed_proj": (lambda: CfC(F, 8, mixed_memory=True, proj_size=3), []),
    "wired_autoncp_16_2": (lambda: CfC(F, AutoNCP(16, 2)), []),
    "wired_autoncp_28_4_mixed": (lambda: CfC(F, AutoNCP(28, 4), mixed_memory=True), []),
    "wired_autoncp_pure": (lambda: CfC(F, AutoNCP(16, 2), mode="pure"), []),
    "wired_fully": (lambda: CfC(F, FullyConnected(8, 3)), []),
    "wired_random": (lambda: CfC(F, Random(8, 3, sparsity_level=0.5)), []),
    "ltc_full": (lambda: LTC(F, 8), []),
    "ltc_autoncp_16_2": (lambda: LTC(F, AutoNCP(16, 2)), []),
    "ltc_ncp": (lambda: LTC(F, NCP(10, 10, 8, 6, 6, 4, 6)), []),
    "ltc_random": (lambda: LTC(F, Random(12, 4, sparsity_level=0.5)), []),
    "ltc_explicit": (lambda: LTC(F, 8, implicit_param_constraints=False), ["--positivity", "explicit"]),
    "ltc_mixed": (lambda: LTC(F, 8, mixed_memory=True), []),
    "ltc_unfold1": (lambda: LTC(F, 8, ode_unfolds=1), ["--unfolds", "1"]),
    "ltc_nomap": (lambda: LTC(F, 8, input_mapping=None, output_mapping=None), ["--outputs", "8"]),
}

def convert(*words):
    subprocess.run([vigil, "convert", *words, "--force"], check=True, stderr=subprocess.DEVNULL)

def safetensors(path):
    raw = open(path, "rb").read()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    header.pop("__metadata__", None)
    body = raw[8 + length:]
    return {key: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]) for key, entry in header.items()}

def hdf5(path):
    with h5py.File(path) as file:
        return {key: value[()] for key, value in file["state_dict"].items()}

worst = 0.0
with h5py.File(golden) as file, tempfile.TemporaryDirectory() as folder:
    for name, (make, options) in cases.items():
        group = file[f"{name}/f32"]
        convert(f"{golden}#{name}/f32/state_dict", f"{folder}/model.h5", *options, "--ncps-defaults")
        convert(f"{folder}/model.h5", f"{folder}/out.safetensors")
        convert(f"{folder}/model.h5", f"{folder}/out.h5")
        for state in (safetensors(f"{folder}/out.safetensors"), hdf5(f"{folder}/out.h5")):
            for key, value in group["state_dict"].items():
                assert state[key].tobytes() == value[()].astype("<f4").tobytes(), (name, key)
            model = make().eval()
            model.load_state_dict({k: torch.tensor(np.array(v)) for k, v in state.items()}, strict=True)
            with torch.no_grad():
                for row in range(group["x"].shape[0]):
                    y, _ = model(torch.tensor(group["x"][row:row + 1]), timespans=torch.tensor(group["timespans"][row:row + 1]))
                    worst = max(worst, float(np.abs(y[0].numpy() - group["y"][row]).max()))
print(f"{len(cases)} networks loaded strictly from both formats, same bits; outputs within {worst:.1e} of the goldens")
