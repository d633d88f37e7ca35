"""Heart-rate variability of the reference annotations, by plain definitions. Usage: variability.py FOLDER RECORD..."""
import sys
import numpy as np, wfdb
from astropy.timeseries import LombScargle
from scipy.signal import welch

BEATS = set("NLRaVFJASEj/QBenrf?")
DS1 = [101, 106, 108, 109, 112, 114, 115, 116, 118, 119, 122, 124, 201, 203, 205, 207, 208, 209, 215, 220, 223, 230]

# The beats of these four are conducted with a bundle branch block: what is usual in them has another label.
USUAL = {109: "LR", 118: "LR", 124: "LR", 207: "LR"}

def intervals(folder, record):
    ann = wfdb.rdann(f"{folder}/{record}", "atr")
    beats = [(s, y) for s, y in zip(ann.sample, ann.symbol) if y in BEATS]
    usual = USUAL.get(record, "N")
    ends, nn, follows, before = [], [], [], False
    for (a, x), (b, y) in zip(beats, beats[1:]):
        normal = x in usual and y in usual
        if normal:
            ends.append(b / 360); nn.append((b - a) / 0.36); follows.append(before)
        before = normal
    return np.array(ends), np.array(nn), np.array(follows)

def runs(nn, follows):
    cuts = [i for i in range(len(nn)) if not follows[i]] + [len(nn)]
    return [nn[a:b] for a, b in zip(cuts, cuts[1:])]

def dfa(nn, follows, sizes):
    mean, logs = nn.mean(), []
    for n in sizes:
        squares, count = 0.0, 0
        for run in runs(nn, follows):
            y = np.cumsum(run - mean)
            for k in range(len(y) // n):
                box = y[k * n:(k + 1) * n]; t = np.arange(n)
                squares += np.sum((box - np.polyval(np.polyfit(t, box, 1), t)) ** 2); count += n
        if count == 0: return np.nan
        logs.append(np.log(np.sqrt(squares / count)))
    return np.polyfit(np.log(list(sizes)), logs, 1)[0]

def sampen(nn, follows, m=2):
    r = 0.2 * nn.std(ddof=1)
    rows = np.concatenate([np.lib.stride_tricks.sliding_window_view(x, m + 1) for x in runs(nn, follows) if len(x) > m] or [np.zeros((0, m + 1))])
    a = b = 0
    for i in range(len(rows)):
        d = np.abs(rows[i + 1:] - rows[i])
        near = d[:, :m].max(axis=1) <= r
        b += near.sum(); a += (near & (d[:, m] <= r)).sum()
    return -np.log(a / b) if a else np.nan

def histogram(nn):
    bins = np.floor(nn / 7.8125 + 1e-6).astype(int); low = bins.min(); d = np.bincount(bins - low).astype(float)
    top = int(d.argmax()); peak = d[top]
    # A triangle rises from zero at bin n to the peak and falls to zero at bin m.
    def left(n):
        return sum((v - (peak * (i - n) / (top - n) if i > n else 0)) ** 2 for i, v in enumerate(d[:top]))
    def right(m):
        return sum((v - (peak * (m - i) / (m - top) if i < m else 0)) ** 2 for i, v in list(enumerate(d))[top + 1:])
    n = min(range(-1, top), key=left); m = min(range(top + 1, len(d) + 1), key=right)
    return len(nn) / peak, (m - n) * 7.8125

def blocks(ends, nn, span, length):
    parts = [nn[(ends >= k * length) & (ends < (k + 1) * length)] for k in range(int(span // length))]
    parts = [p for p in parts if len(p) > 1]
    return np.std([p.mean() for p in parts], ddof=1), np.mean([p.std(ddof=1) for p in parts])

def area(f, s, low, high):
    g = np.unique(np.concatenate([f[(f > low) & (f < high)], [max(low, f[0]), min(high, f[-1])]]))
    return np.trapezoid(np.interp(g, f, s), g)

BANDS = [(0.0033, 0.04), (0.04, 0.15), (0.15, 0.4)]

def spectra(ends, nn):
    keep = ends < 300
    t, x = ends[keep], nn[keep]
    if len(t) < 10: return [np.nan] * 6
    f = np.linspace(0.0033, 0.5, 2000)
    s = 2 * x.mean() / 1000 * LombScargle(t, x, normalization="psd").power(f, method="slow", assume_regular_frequency=False)
    scargle = [area(f, s, *b) for b in BANDS]
    grid = np.arange(1200) / 4
    y = np.interp(grid, t, x)
    place = np.searchsorted(t, grid, side="right")
    gap = np.where(place == 0, t[0] - grid, np.where(place == len(t), grid - t[-1], t[np.minimum(place, len(t) - 1)] - t[np.maximum(place, 1) - 1]))
    y[gap > 5] = np.nan
    parts = [y[k:k + 480] for k in range(0, 1200 - 479, 240)]
    good = [welch(p, fs=4, nperseg=480, detrend="constant") for p in parts if np.isfinite(p).all()]
    if 2 * len(good) < len(parts): return scargle + [np.nan] * 3
    mean = np.mean([g[1] for g in good], axis=0)
    return scargle + [area(good[0][0], mean, *b) for b in BANDS]

for record in [int(r) for r in sys.argv[2:]] or DS1:
    ends, nn, follows = intervals(sys.argv[1], record)
    if len(nn) < 10: print(f"  // {record}: {len(nn)} NN"); continue
    pairs = np.diff(nn)[follows[1:]]
    x1 = pairs / np.sqrt(2); x2 = (nn[1:] + nn[:-1])[follows[1:]] / np.sqrt(2)
    med = np.median(nn)
    row = [len(nn), len(pairs), nn.mean(), nn.std(ddof=1), np.sqrt(np.mean(pairs ** 2)), pairs.std(ddof=1),
           np.mean(np.abs(pairs) > 50.001), np.mean(np.abs(pairs) > 20.001), med, 1.4826 * np.median(np.abs(nn - med)),
           x1.std(ddof=1), x2.std(ddof=1), *histogram(nn), *blocks(ends, nn, 650000 / 360, 300),
           dfa(nn, follows, range(4, 17)), dfa(nn, follows, range(16, 65)), sampen(nn, follows), *spectra(ends, nn)]
    print(f"  {record}: [" + ", ".join(".nan" if np.isnan(v) else f"{v:.10g}" for v in row) + "],", flush=True)
