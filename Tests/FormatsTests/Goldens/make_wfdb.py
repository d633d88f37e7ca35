"""Writes what wfdb reads of the sample records: numbers that sum them up, never the data.

usage: make_wfdb.py FOLDER, the folder of the WFDB sample records; writes wfdb.json beside itself.
"""

import glob
import json
import os
import sys

import numpy
import wfdb
from wfdb.io._signal import SignalMixin, INVALID_SAMPLE_VALUE

MISSING = -(2**31)
# It fails on the big-endian type of format 61, and only chooses how wide integers are.
SignalMixin.convert_dtype = lambda self, physical, return_res, smooth_frames: None


def digest(bits):
    """The sum of 32-bit words, each times its place from 1, in 64 bits."""
    words = numpy.asarray(bits).astype(numpy.uint32).astype(numpy.uint64)
    with numpy.errstate(over="ignore"):
        places = numpy.arange(1, len(words) + 1, dtype=numpy.uint64)
        return str(int(numpy.sum(words * places, dtype=numpy.uint64)))


def signal(name, units, per_frame, counts, fmt, gain, baseline):
    counts = counts.astype(numpy.int64)
    code = INVALID_SAMPLE_VALUE[fmt]
    missing = counts == code if code is not None else numpy.zeros(len(counts), bool)
    values = ((counts - baseline) / gain).astype(numpy.float32)
    return summary(
        name, units, per_frame, values, missing) | {
        "sum": str(int(counts[~missing].sum())),
        "counts": digest(numpy.where(missing, MISSING, counts).astype(numpy.int32).view(numpy.uint32)),
    }


def summary(name, units, per_frame, values, missing):
    values = numpy.where(missing, numpy.float32(numpy.nan), values.astype(numpy.float32))
    bits = values.view(numpy.uint32)
    bits = numpy.where(numpy.isnan(values), numpy.uint32(0x7FC00000), bits)
    return {
        "name": name,
        "units": units,
        "perFrame": per_frame,
        "samples": len(values),
        "missing": int(missing.sum()),
        "values": digest(bits),
    }


def single(path):
    record = wfdb.rdrecord(path, physical=False, smooth_frames=False)
    return [
        signal(record.sig_name[i], record.units[i], record.samps_per_frame[i],
               record.e_d_signal[i], record.fmt[i], record.adc_gain[i], record.baseline[i])
        for i in range(record.n_sig)
    ]


def several(path):
    """Signals of all segments: each segment read by itself, and put in its place by name."""
    header = wfdb.rdheader(path, rd_segments=True)
    folder = os.path.dirname(path)
    signals = {}
    order = []
    position = 0
    for name, length, segment in zip(header.seg_name, header.seg_len, header.segments):
        if length and name != "~":
            record = wfdb.rdrecord(os.path.join(folder, name), physical=False, smooth_frames=False)
        else:
            record = segment
        for i in range(record.n_sig if record else 0):
            key = record.sig_name[i], record.units[i], record.samps_per_frame[i] or 1
            if key not in signals:
                order.append(key)
                signals[key] = numpy.full(header.sig_len * key[2], numpy.nan, numpy.float32)
            if not length:
                continue
            counts = record.e_d_signal[i].astype(numpy.int64)
            values = ((counts - record.baseline[i]) / record.adc_gain[i]).astype(numpy.float32)
            values[counts == INVALID_SAMPLE_VALUE[record.fmt[i]]] = numpy.nan
            signals[key][position * key[2] : (position + length) * key[2]] = values
        position += length
    if header.layout == "variable" and any(header.seg_len[i] for i in range(len(header.seg_len)) if header.seg_name[i] != "~"):
        # What wfdb itself makes of the segments, where it gives each signal one rate.
        whole = wfdb.rdrecord(path, physical=True, m2s=True)
        for i, name in enumerate(whole.sig_name):
            mine = next(signals[key] for key in order if key[0] == name)
            theirs = whole.p_signal[:, i].astype(numpy.float32)
            assert numpy.array_equal(mine, theirs, equal_nan=True), (path, name)
    return [
        summary(*key, signals[key], numpy.isnan(signals[key])) for key in order
    ]


def annotation(path, extension):
    read = wfdb.rdann(path, extension, return_label_elements=["label_store", "symbol"])
    return {
        "count": int(read.ann_len),
        "first": int(read.sample[0]),
        "last": int(read.sample[-1]),
        "samples": str(sum(int(s) * (i + 1) for i, s in enumerate(read.sample)) % 2**64),
        "codes": digest(read.label_store.astype(numpy.int64)),
        "subtypes": digest(read.subtype.astype(numpy.int64) & 0xFFFFFFFF),
        "channels": digest(read.chan.astype(numpy.int64) & 0xFF),
        "numbers": digest(read.num.astype(numpy.int64) & 0xFFFFFFFF),
        "texts": sum(1 for note in read.aux_note if note),
        "textBytes": digest([b for note in read.aux_note for b in note.encode()]),
    }


def main(folder):
    records, annotations, unread = {}, {}, {}
    for path in sorted(glob.glob(os.path.join(folder, "**", "*.hea"), recursive=True)):
        stem = path[:-4]
        name = os.path.relpath(stem, folder)
        try:
            header = wfdb.rdheader(stem)
            isSeveral = isinstance(header, wfdb.MultiRecord)
            signals = several(stem) if isSeveral else single(stem)
            records[name] = {
                "rate": header.fs,
                "frames": signals[0]["samples"] // (signals[0]["perFrame"] or 1),
                "signals": signals,
            }
        except (FileNotFoundError, ValueError) as error:
            unread[name] = type(error).__name__
    for path in sorted(glob.glob(os.path.join(folder, "**", "*"), recursive=True)):
        stem, extension = os.path.splitext(path)
        if extension[1:] in ("atr", "qrs", "sqrs", "gqrsh", "gqrsl", "wqrs", "wabp", "anI"):
            name = os.path.relpath(path, folder)
            annotations[name] = annotation(stem, extension[1:])
    output = os.path.join(os.path.dirname(os.path.abspath(__file__)), "wfdb.json")
    with open(output, "w") as file:
        json.dump({"records": records, "annotations": annotations, "unread": unread}, file,
                  indent=1, sort_keys=True)
        file.write("\n")


main(sys.argv[1])
