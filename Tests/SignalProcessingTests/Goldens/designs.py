"""Prints the designs of scipy.signal that RecursiveDesignTests compares with, one a line.

kind, its decibels or norm, order, band, frequencies, rate; then the gain, the zeros and the poles
(real and imaginary part, those of negative imaginary part left out) and the sections
(b0 b1 b2 a1 a2), the groups separated by bars.
"""
from scipy import signal

KINDS = [
    ("butterworth", [], lambda n, w, b, fs, out: signal.butter(n, w, b, fs=fs, output=out)),
    ("chebyshevI", [0.01], lambda n, w, b, fs, out: signal.cheby1(n, 0.01, w, b, fs=fs, output=out)),
    ("chebyshevI", [3.5], lambda n, w, b, fs, out: signal.cheby1(n, 3.5, w, b, fs=fs, output=out)),
    ("chebyshevII", [40], lambda n, w, b, fs, out: signal.cheby2(n, 40, w, b, fs=fs, output=out)),
    ("elliptic", [0.5, 60], lambda n, w, b, fs, out: signal.ellip(n, 0.5, 60, w, b, fs=fs, output=out)),
    ("elliptic", [3, 20], lambda n, w, b, fs, out: signal.ellip(n, 3, 20, w, b, fs=fs, output=out)),
] + [
    ("bessel", [norm], lambda n, w, b, fs, out, norm=norm: signal.bessel(n, w, b, fs=fs, output=out, norm=norm))
    for norm in ("phase", "delay", "mag")
]
BANDS = {
    "lowpass": [([40], 360), ([0.7], 128)],
    "highpass": [([0.5], 250), ([150], 500)],
    "bandpass": [([0.5, 40], 360), ([8, 13], 125)],
    "bandstop": [([48, 52], 1000), ([55, 65], 250)],
}


def upper(values):
    return [part for v in values if v.imag >= 0 for part in (float(v.real), float(v.imag))]


for kind, numbers, design in KINDS:
    for band, choices in BANDS.items():
        for order in range(1, 9):
            w, fs = choices[order % 2]
            wn = w[0] if len(w) == 1 else w
            z, p, k = design(order, wn, band, fs, "zpk")
            sos = design(order, wn, band, fs, "sos")
            rows = [float(row[i]) for row in sos for i in (0, 1, 2, 4, 5)]
            head = [kind, *numbers, order, band, *w, fs]
            groups = [[float(k)], upper(z + 0j), upper(p + 0j), rows]
            print(*head, "|", " | ".join(" ".join(map(repr, g)) for g in groups))
