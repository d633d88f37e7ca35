"""What the scripts of goldens share: numbers that tell one series of values from another."""
import json
import math

import numpy as np


def places(count, wanted=16):
    """Positions spread over `count` values, the first and the last among them."""
    if count == 0:
        return []
    return sorted({round(i * (count - 1) / (wanted - 1)) for i in range(wanted)})


def channel(name, unit, values, rate=None, times=None, first=0):
    """A channel: either at `rate` Hz from position `first` on, or at `times` in nanoseconds."""
    values = np.asarray(values, "f8")
    measured = np.flatnonzero(~np.isnan(values))
    out = {"name": name, "unit": unit, "count": int(values.size), "measured": int(measured.size)}
    if rate is not None:
        out["rate"] = float(rate)
        out["first"] = int(first)
        # Where runs of measured values begin and end.
        edges = np.flatnonzero(np.diff(measured) > 1)
        starts = [int(measured[0])] if measured.size else []
        starts += [int(i) for i in measured[edges + 1]]
        ends = [int(i) + 1 for i in measured[edges]] + ([int(measured[-1]) + 1] if measured.size else [])
        out["runs"] = [list(run) for run in zip(starts, ends)]
    else:
        times = [int(t) for t in times]
        assert len(times) == values.size
        out["times"] = [[i, times[i]] for i in places(len(times))]
        out["timeSum"] = str(sum(times))
    kept = values[measured]
    # The second sum weighs each value by its place, so that no two may change places.
    out["sum"] = math.fsum(kept)
    out["weightedSum"] = math.fsum(kept * (measured + 1.0))
    out["magnitude"] = math.fsum(np.abs(kept))
    chosen = sorted({int(measured[i]) for i in places(measured.size)})
    out["values"] = [[i, float(values[i])] for i in chosen]
    return out


def layer(name, *intervals):
    """A layer; each interval is (kind, onset, duration, label, channel), times in nanoseconds."""
    fields = ("kind", "onset", "duration", "label", "channel")
    return {"name": name, "intervals": [dict(zip(fields, i)) for i in intervals]}


def nanoseconds(seconds):
    """Seconds as whole nanoseconds."""
    return [int(round(float(s) * 1e9)) for s in np.atleast_1d(seconds)]


def write(goldens):
    """Prints goldens as JSON, a line for each file."""
    lines = [f"{json.dumps(name)}: {json.dumps(goldens[name], sort_keys=True)}" for name in sorted(goldens)]
    print("{ " + ",\n  ".join(lines) + " }")
