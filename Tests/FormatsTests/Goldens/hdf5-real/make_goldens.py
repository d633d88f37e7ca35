#!/usr/bin/env python3
"""What h5py and wfdb read from the real recordings beside the package: counts, sums and some values.

    python make_goldens.py FOLDER_OF_RECORDINGS > goldens.json

Nothing here knows Vigil. The files themselves are no part of the package.
"""
import glob
import os
import sys

import h5py
import numpy as np
import wfdb

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from golden_tools import channel, layer, nanoseconds, write  # noqa: E402

folder = sys.argv[1]
goldens = {}


def raw_to_phy(sensor, raw, resolution):
    """As conversion.raw_to_phy of biosignalsnotebooks 0.6.14 has it for the hubs of biosignalsplux."""
    unit, offset, gain = {
        "ECG": ("mV", 0.5, 1.019), "EMG": ("mV", 0.5, 1), "BVP": ("uA", 0, 0.190060606),
        "EDA": ("uS", 0, 0.12)}.get(sensor, (None, None, None))
    if unit is None:  # It knows no transfer function: counts are all there is.
        return "1", raw.astype("f8")
    return unit, (raw * 3.0 / 2**resolution - 3.0 * offset) / gain


for path in sorted(glob.glob(os.path.join(folder, "*.h5"))):
    with h5py.File(path) as f:
        (device,) = f.values()
        channels = []
        for number, bits in zip(device.attrs["channels"], device.attrs["resolution"]):
            d = device[f"raw/channel_{number}"]
            raw = d[:, 0]
            assert raw.size == device.attrs["nsamples"]
            sensor = d.attrs["sensor"]
            sensor = sensor.decode() if isinstance(sensor, bytes) else sensor
            unit, values = raw_to_phy(sensor, raw.astype("i8"), int(bits))
            channels.append(
                channel(f"channel_{number}", unit, values, rate=device.attrs["sampling rate"]))
        goldens[os.path.basename(path)] = [{"channels": channels}]

# SNIRF 1.0: columns of a table; stim rows are onset, duration and value.
for path in sorted(glob.glob(os.path.join(folder, "*.snirf"))):
    with h5py.File(path) as f:
        scale = {"s": 1, "ms": 1e-3}[f["nirs/metaDataTags/TimeUnit"][()].decode()]
        channels = []
        for block in ("data1", "aux1"):
            g = f[f"nirs/{block}"]
            if "dataTimeSeries" not in g:
                continue
            table, times = g["dataTimeSeries"][:], g["time"][:] * scale
            for i in range(table.shape[1]):
                channels.append(channel(f"{block}.{i + 1}", "1", table[:, i],
                                        times=nanoseconds(times)))
        stims = []
        for name in sorted(n for n in f["nirs"] if n.startswith("stim")):
            g = f[f"nirs/{name}"]
            if "data" in g:
                stims += [("event", nanoseconds(r[0] * scale)[0], nanoseconds(r[1] * scale)[0],
                           g["name"][()].decode(), None) for r in g["data"][:]]
        layers = [layer("stim", *sorted(stims, key=lambda stim: stim[1]))] if stims else []
        goldens[os.path.basename(path)] = [{"channels": channels, "layers": layers}]

# PreVent: what wfdb reads from the record that the file was made of, which names a time of day and no
# date: the file counts from the first day of 1970.
record = wfdb.rdrecord(os.path.join(folder, "wfdb_3000221", "3000221"))
start = record.base_time.hour * 3600 + record.base_time.minute * 60 + record.base_time.second
goldens["3000221.hdf5"] = [{"start": start * 10**9, "channels": [
    channel(name, unit, record.p_signal[:, i], rate=record.fs)
    for i, (name, unit) in enumerate(zip(record.sig_name, record.units))]}]

write(goldens)
