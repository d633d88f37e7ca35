#!/usr/bin/env python3
"""What h5py reads from the example file of each layout, under that layout's documented semantics.

    python make_goldens.py FOLDER_OF_LAYOUTS > goldens.json

Nothing here knows Vigil: values are computed in double precision from what the file holds.
"""
import json
import os
import sys

import h5py
import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from golden_tools import channel, layer, nanoseconds, write  # noqa: E402

folder = sys.argv[1]
START = 1_700_000_000 * 10**9  # 2023-11-14T22:13:20Z, which all files that name a start name
goldens = {}


def opened(name):
    return h5py.File(os.path.join(folder, name), "r")


def put(name, channels, start=None, layers=(), recording=None):
    entry = {"channels": channels, "layers": list(layers)}
    if start is not None:
        entry["start"] = start
    if recording is not None:
        entry["recording"] = recording
    goldens.setdefault(name, []).append(entry)


def gaps(values, sentinel):
    values = np.asarray(values, "f8").copy()
    values[values == sentinel] = np.nan
    return values


# CHoRUS: value = (number - baseline) / gain, nanvalue is missing, start_time in seconds of 1970.
with opened("chorus_ccdef.h5") as f:
    d = f["Waveforms/II"]
    a = d.attrs
    values = (gaps(d[:], a["nanvalue"]) - a["baseline"]) / a["gain"]
    put("chorus_ccdef.h5", [channel("II", a["uom"], values, rate=a["sample_rate"])],
        start=int(a["start_time"] * 10**9))

# CCDEF: metadata is JSON in '.meta'; a dataset for a signal, with its scale, or a table with times.
with opened("ccdef.h5") as f:
    d = f["waveforms/ECG-II"]
    meta = json.loads(d.attrs[".meta"])
    column = meta["columns"]["ECG-II"]
    ecg = channel("ECG-II", column["uom"], d[:].astype("f8") * column["scale"],
                  rate=meta["sample_rate"])
    t = f["numerics/vitals"]
    uom = {k: v.get("uom") for k, v in json.loads(t.attrs[".meta"])["columns"].items()}
    units = {"1/min": "/min"}
    numerics = [channel(k, units.get(uom[k], uom[k]), t[k], times=nanoseconds(t["time"]))
                for k in ("HR", "SPO2")]
    put("ccdef.h5", [ecg] + numerics, start=START)

# audata: every dataset is a table; times are seconds from time_origin; a factor names its levels.
# The file states no unit of HR, which a mapping must; here beats per minute.
with opened("audata.h5") as f:
    d = f["vitals"]
    t = nanoseconds(d["time"])
    levels = json.loads(d.attrs[".meta"])["columns"]["rhythm"]["levels"]
    runs = []
    for i, level in enumerate(d["rhythm"]):
        if not runs or runs[-1][3] != levels[level]:
            runs.append(["rhythm", t[i], None, levels[level], None])
    for one, following in zip(runs, runs[1:]):
        one[2] = following[1] - one[1]
    runs[-1][2] = t[-1] - runs[-1][1]  # The last holds to the end of the recording.
    put("audata.h5",
        [channel("HR", "/min", d["HR"], times=t), channel("lead_off", "1", d["lead_off"], times=t)],
        start=START, layers=[layer("rhythm", *runs)])


# ICM+: index rows say where each stretch begins, in µs of 1970; -99999 is missing; the quality is 0
# (good) or something else until the next row.
def icm(name, dataset, index, quality, layers):
    values = gaps(dataset[:], -99999.0)
    rate = float(index["frequency"][0])
    first = int(index["starttime"][0])
    grid = []
    for row in index:
        at = round((int(row["starttime"]) - first) * rate / 1e6)
        grid.extend([np.nan] * (at - len(grid)))
        grid.extend(values[row["startidx"]:row["startidx"] + row["length"]])
    bad = []
    for i, row in enumerate(quality):
        if row["value"] != 0:
            onset = (int(row["time"]) - first) * 1000
            end = (int(quality["time"][i + 1]) - first) * 1000
            bad.append(("quality", onset, end - onset, str(row["value"]), "abp"))
    put(name, [channel("abp", "mm[Hg]", grid, rate=rate)], start=first * 1000,
        layers=layers(first) + [layer("quality", *bad)])


with opened("icmplus_sep.hdf5") as f:
    def remarks(first):
        return [layer("events", *[
            ("event", (int(r["starttime"]) - first) * 1000, int(r["duration"]) * 1000,
             r["eventname"].decode(), None) for r in f["annotations/events"][:]])]
    icm("icmplus_sep.hdf5", f["waves/abp"], f["waves/abp.index"][:], f["waves/abp.quality"][:],
        remarks)
with opened("icmplus_nosep.hdf5") as f:
    d = f["waves/abp"]
    icm("icmplus_nosep.hdf5", d, d.attrs["index"], d.attrs["quality"], lambda first: [])

# UVA PreVent: a time in ms for each block; Scale is wrong where there are gain and baseline of WFDB.
with opened("uva_prevent.h5") as f:
    g = f["Waveforms/II"]
    per, period = int(g.attrs["Readings Per Sample"]), int(g.attrs["Sample Period (ms)"])
    times = g["time"][:, 0]
    first = int(times[0])
    numbers = g["data"][:, 0]
    grid = np.full((int(times[-1]) - first) // period * per + per, np.nan)
    for block, at in enumerate(times):
        place = (int(at) - first) * per // period
        grid[place:place + per] = numbers[block * per:(block + 1) * per]
    grid = gaps(grid, g["data"].attrs["Missing Value Marker"])
    gain, baseline = (float(g["data"].attrs[f"wfdb-{k}"]) for k in ("gain", "baseline"))
    ecg = channel("II", "mV", (grid - baseline) / gain, rate=per / (period / 1000))
    g = f["VitalSigns/HR"]
    values = gaps(g["data"][:, 0], g["data"].attrs["Missing Value Marker"])
    hr = channel("HR", "/min", values / 10.0 ** g["data"].attrs["Scale"],
                 times=[(int(t) - first) * 10**6 for t in g["time"][:, 0]])
    put("uva_prevent.h5", [ecg, hr], start=first * 10**6)

# NWB: value = number * conversion + offset, in the unit that is stated; times in s from the reference.
with opened("nwb_min.nwb") as f:
    d = f["acquisition/ECG/data"]
    ecg = channel("ECG", "V", d[:].astype("f8") * float(d.attrs["conversion"])
                  + float(d.attrs["offset"]), rate=f["acquisition/ECG/starting_time"].attrs["rate"])
    d = f["acquisition/HR/data"]
    hr = channel("HR", "/min", d[:].astype("f8") * float(d.attrs["conversion"])
                 + float(d.attrs["offset"]), times=nanoseconds(f["acquisition/HR/timestamps"]))
    g = f["intervals/epochs"]
    epochs = [("event", nanoseconds(a)[0], nanoseconds(b)[0] - nanoseconds(a)[0], c.decode(), None)
              for a, b, c in zip(g["start_time"][:], g["stop_time"][:], g["label"][:])]
    put("nwb_min.nwb", [ecg, hr], start=START, layers=[layer("epochs", *epochs)])

# UCI cuff-less blood pressure: a recording in each cell, columns PPG, ABP in mmHg, ECG, at 125 Hz.
with opened("uci_cuffless.mat") as f:
    for number, reference in enumerate(f["Part_1"][:, 0]):
        table = f[reference][:]
        put("uci_cuffless.mat",
            [channel("PPG", "1", table[:, 0], rate=125),
             channel("ABP", "mm[Hg]", table[:, 1], rate=125),
             channel("ECG", "1", table[:, 2], rate=125)], recording=number)

# PulseDB: fields of a struct, each a list of windows, at 125 Hz.
with opened("pulsedb.mat") as f:
    g = f["Subj_Wins"]
    def window(field, unit):
        return channel(field, unit, f[g[field][0, 0]][0, :], rate=125)
    put("pulsedb.mat",
        [window("ABP_Raw", "mm[Hg]"), window("ECG_F", "1"), window("PPG_F", "1")], recording=0)

# CinC 2018: classes for each sample of the record beside it, which was taken at 200 Hz.
with opened("cinc2018_arousal.mat") as f:
    classes = f["data/arousals"][:, 0]
    names = {1: "arousal", -1: "unscored"}
    edges = np.flatnonzero(np.diff(classes)) + 1
    bounds = [0, *edges.tolist(), classes.size]
    found = [("event", a * 5_000_000, (b - a) * 5_000_000, names[int(classes[a])], None)
             for a, b in zip(bounds, bounds[1:]) if classes[a] != 0]
    put("cinc2018_arousal.mat", [], layers=[layer("arousals", *found)])

# CODE: a recording for each row, twelve leads at 400 Hz, padded with zeros at both ends; what is written
# of the unit contradicts itself, so that numbers stay as they are.
with opened("code_tracings.hdf5") as f:
    leads = ["DI", "DII", "DIII", "AVR", "AVL", "AVF", "V1", "V2", "V3", "V4", "V5", "V6"]
    for row, exam in enumerate(f["exam_id"][:]):
        table = f["tracings"][row].astype("f8")
        put("code_tracings.hdf5",
            [channel(lead, "1", table[:, i], rate=400) for i, lead in enumerate(leads)],
            recording=int(exam))

# eeghdf: value = (number - dmin) * (pmax - pmin) / (dmax - dmin) + pmin; annotations in 100 ns, their
# durations as text in seconds.
with opened("eeghdf.eeg.h5") as f:
    r = f["record-0"]
    channels = []
    for i, name in enumerate(r["signal_labels"][:]):
        pmin, pmax = r["signal_physical_mins"][i], r["signal_physical_maxs"][i]
        dmin, dmax = int(r["signal_digital_mins"][i]), int(r["signal_digital_maxs"][i])
        numbers = r["signals"][i].astype("f8")
        channels.append(channel(
            name.decode(), r["physical_dimensions"][i].decode(),
            (numbers - dmin) * (pmax - pmin) / (dmax - dmin) + pmin,
            rate=r.attrs["sample_frequency"]))
    a = r["edf_annotations"]
    remarks = [("event", int(s) * 100, nanoseconds(float(d))[0], t.decode(), None)
               for s, d, t in zip(a["starts_100ns"][:], a["durations_char16"][:], a["texts"][:])]
    put("eeghdf.eeg.h5", channels, layers=[layer("edf_annotations", *remarks)])

# OpenSignals: counts; the file names neither device nor gain, so counts are all that is known.
with opened("opensignals.h5") as f:
    g = f["00:07:80:AB:CD:EF"]
    put("opensignals.h5", [channel(
        "channel_1", "1", g["raw/channel_1"][:, 0], rate=g.attrs["sampling rate"])])

# pandas: a table with a column of times in ns of 1970.
with opened("pandas_table.h5") as f:
    t = f["vitals/table"][:]
    first = int(t["index"][0])
    put("pandas_table.h5", [
        channel(f"values_block_0.{i}", "1", t["values_block_0"][:, i],
                times=[int(n) - first for n in t["index"]]) for i in range(2)], start=first)

# SNIRF: a time for each row, or the first and the step; columns of one table.
for name in ("snirf_full.snirf", "snirf_short.snirf"):
    with opened(name) as f:
        table, times = f["nirs/data1/dataTimeSeries"][:], f["nirs/data1/time"][:]
        channels = []
        for i in range(2):
            if times.size == 2:
                channels.append(channel(f"data1.{i + 1}", "1", table[:, i], rate=1 / times[1]))
            else:
                channels.append(channel(f"data1.{i + 1}", "1", table[:, i], times=nanoseconds(times)))
        put(name, channels, start=START)

# BioSPPy: rate and unit in an attribute of JSON; events with a value each.
with opened("biosppy.h5") as f:
    meta = json.loads(f["signals/ECG"].attrs["json"])
    g = f["events/beats"]
    beats = [("event", nanoseconds(t)[0], 0, f"{v[0]:g}", None)
             for t, v in zip(g["ts"][:], g["values"][:])]
    put("biosppy.h5",
        [channel("ECG", meta["units"], f["signals/ECG"][:], rate=meta["sampling_rate"])],
        layers=[layer("beats", *beats)])

# Plain: value = number * scale + offset, and a time in s for each.
with opened("plain_timestamps.h5") as f:
    d = f["signals/ecg/value"]
    put("plain_timestamps.h5", [channel(
        "ecg", d.attrs["unit"], d[:].astype("f8") * d.attrs["scale"] + d.attrs["offset"],
        times=nanoseconds(f["signals/ecg/time"][:]))], start=START)

write(goldens)
