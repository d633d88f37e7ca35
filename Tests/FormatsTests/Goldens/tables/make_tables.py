"""Digests of what pandas reads from BIDMC and from a table of MIMIC-IV numerics.

Each line: recording, channel, samples, and FNV-1a over the samples in single precision (little-endian; missing
ones as the quiet not-a-number 0x7fc00000); of irregular channels then FNV-1a over the times in nanoseconds.
Numerics are in the order of their times, the first of several at one time kept.
"""

import glob
import os
import sys

import numpy as np
import pandas as pd


def fnv(data):
    value = 0xCBF29CE484222325
    for byte in data:
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:016x}"


def digest(values):
    bits = values.to_numpy(np.float64).astype(np.float32).view(np.uint32).copy()
    bits[values.isna().to_numpy()] = 0x7FC00000
    return fnv(bits.astype("<u4").tobytes())


def irregular(name, table, column, nanoseconds, channel):
    series = pd.Series(table[column].to_numpy(), index=nanoseconds).dropna()
    series = series.sort_index(kind="stable")
    series = series[~series.index.duplicated(keep="first")]
    times = fnv(series.index.to_numpy().astype("<i8").tobytes())
    print(name, channel.replace(" ", "_"), len(series), digest(series), times)


bidmc, mimic = sys.argv[1:]
for number in ["01", "02", "10"]:
    name = f"bidmc_{number}"
    signals = pd.read_csv(f"{bidmc}/{name}_Signals.csv.gz", skipinitialspace=True)
    for column in signals.columns[1:]:
        print(name, column, len(signals), digest(signals[column]))
    numerics = pd.read_csv(f"{bidmc}/{name}_Numerics.csv", skipinitialspace=True)
    times = (numerics["Time [s]"] * 10**9).round().astype(np.int64)
    for column in numerics.columns[1:]:
        irregular(name, numerics, column, times, "RESP rate" if column == "RESP" else column)
table = pd.read_csv(mimic)
# Halves are rounded up: at this size products end in .5 now and then.
times = np.floor(table["time"].to_numpy(np.float64) * (1e9 / 999.56) + 0.5).astype(np.int64)
for column in table.columns[1:]:
    irregular("mimic4-numerics-p100", table, column, times, column.split(" [")[0])
