#!/usr/bin/env python3
"""One small file with labels in every form that files of others tell them in.

    python make_labels.py labels.h5

Ten seconds of two signals at 100 Hz from 2023-11-14T22:13:20Z on.
"""
import json
import sys

import h5py
import numpy as np

T0 = 1_700_000_000
S = h5py.string_dtype("utf-8")
A = h5py.string_dtype("ascii")
R = h5py.ref_dtype

with h5py.File(sys.argv[1], "w", libver=("earliest", "v110"), track_order=False) as f:
    f.attrs["start_time"] = "2023-11-14T22:13:20Z"
    for name in ("ecg", "abp"):
        d = f.create_dataset(f"signals/{name}", data=np.arange(1000, dtype="<i2"))
        d.attrs["unit"], d.attrs["rate"] = "mV", 100.0

    # Moments: a table with text of each kind, datasets side by side.
    e = np.array(
        [(T0 * 10**6 + 500_000, "naïve", b"one", b"eins", 1), (T0 * 10**6 + 9_000_001, "β", b"two", b"", 2)],
        [("time", "<u8"), ("utf8", S), ("fixed", "S6"), ("ascii", A), ("code", "<i4")])
    f.create_dataset("moments/table", data=e)
    g = f.create_group("moments/beats")
    g["ts"] = np.array([0.2, 1.03, 1.03])
    g["values"] = np.array([[1.0], [2.5], [np.nan]])
    g["texts"] = np.array([b"N", b"V", b"N"], dtype="S4")
    for name, ts in dict(unsorted=[1, 3, 2, 2.5], past=[1, 10, 12], before=[-0.5, 2],
                         missing=[1, np.nan], empty=[]).items():
        f[f"moments/{name}/ts"] = np.array(ts, "<f8")

    # Stretches: a DynamicTable of NWB, with columns that hold several values and references.
    g = f.create_group("intervals/epochs")
    g.attrs["colnames"] = np.array(["start_time", "stop_time", "tags", "target"], dtype=S)
    g["start_time"] = np.array([1.0, 2.0, 4.0])
    g["stop_time"] = np.array([2.5, np.nan, 4.0])
    g["tags"] = np.array(["AF", "noisy", "SR"], dtype=S)
    g["tags_index"] = np.array([2, 2, 3], "<u1")
    g["target"] = np.array([f["signals/ecg"].ref, f["signals/abp"].ref, f["signals/abp"].ref], dtype=R)
    g["target_index"] = np.array([1, 1, 3], "<u1")
    g["wild"] = np.array([f["intervals"].ref] * 3, dtype=R)
    g["bad"] = g["tags"][:]
    g["bad_index"] = np.array([2, 1, 3], "<u1")
    g = f.create_group("intervals/negative")
    g["start_time"], g["stop_time"] = np.array([1.0, 2.0, 3.0]), np.array([2.0, 1.5, 3.25])

    # EDF+ by way of eeghdf: 100 ns, durations in seconds as text.
    g = f.create_group("edf")
    g["starts_100ns"] = np.array([5_000_000, 20_000_000], "<i8")
    g["durations_char16"] = np.array([b"1.5", b""], "S16")
    g["broken"] = np.array([b"1.5", b"long"], "S16")
    g["texts"] = np.array([b"seizure", b"lights off"], dtype=h5py.special_dtype(vlen=bytes))

    # SNIRF: rows of onset, duration and value.
    for i, (name, rows) in enumerate({"tap": [[1, 2, 1.0], [5, 2, 0.5]], "rest": [[3, 1, 1.0]]}.items(), 1):
        f[f"nirs/stim{i}/name"] = name
        f[f"nirs/stim{i}/data"] = np.array(rows, "<f8")
    f["nirs/stim3/name"] = "none"

    # A class for each sample.
    arousal = np.zeros(1000, "i1")
    arousal[100:250], arousal[250:300], arousal[900:] = 1, -1, 1
    f["classes/arousals"] = arousal[:, None]
    f["classes/line"] = arousal[None, :]
    f["classes/pair"] = np.stack([arousal, np.roll(arousal, 100)], 1)
    for i, name in enumerate(("wake", "rem")):
        stage = np.zeros(1000, "u1")
        stage[i * 500:(i + 1) * 500] = 1
        f[f"stages/{name}"] = stage

    # A value until the next row: a table beside the signal, or in an attribute of it.
    q = np.array([(T0 * 10**6 - 10**6, 1), (T0 * 10**6 + 10**6, 0), ((T0 + 3) * 10**6, 4),
                  ((T0 + 4) * 10**6, 4), ((T0 + 6) * 10**6, 0), ((T0 + 9) * 10**6, 2)],
                 [("time", "<u8"), ("value", "<u4")])
    f["signals"]["abp"].attrs["quality"] = q
    f["quality/ecg.quality"] = q
    f["quality/twice"] = np.array([(T0 * 10**6, 1), (T0 * 10**6, 2)], q.dtype)
    c = np.zeros(5, [("time", "<f8"), ("rhythm", "<i4"), ("odd", "<i4")])
    c["time"], c["rhythm"], c["odd"] = [0, 1.5, 3, 4, 5], [0, 0, 1, 1, 0], [0, 1, 2, 7, 0]
    d = f.create_dataset("factors", data=c)
    d.attrs[".meta"] = json.dumps({"columns": {"rhythm": {"type": "factor", "levels": ["SR", "AF"]}}})

    # CCDEF: what labels are about is a reference in an attribute.
    e = np.array([(2.0, "alarm")], [("time", "<f8"), ("text", S)])
    d = f.create_dataset("annotations/alarms", data=e)
    d.attrs[".source"] = f["signals/ecg"].ref
