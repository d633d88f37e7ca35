"""Prints what SciPy and MNE make of a signal and of filter specifications, one result a line.

A name, a bar and the values. The signal is that of FilteringGoldenTests.
"""
import logging

import numpy as np
from mne.filter import create_filter
from scipy import signal

logging.disable(logging.CRITICAL)
i = np.arange(400)
x = ((7 * i * i + 3 * i) % 41) / 16 + 1.5 + np.where(i > 200, 2.0, 0.0)

CASCADES = {
    "butterworth": signal.butter(4, (0.5, 40), "bandpass", fs=360, output="sos"),
    "chebyshevI": signal.cheby1(3, 1, 30, "lowpass", fs=360, output="sos"),
    "chebyshevII": signal.cheby2(5, 40, 2, "highpass", fs=360, output="sos"),
    "elliptic": signal.ellip(5, 0.5, 60, (48, 52), "bandstop", fs=360, output="sos"),
    "bessel": signal.bessel(2, 20, "lowpass", fs=360, output="sos"),
}
BANDS = {
    "lowPass 40 360": dict(sfreq=360, l_freq=None, h_freq=40),
    "highPass 0.5 100": dict(sfreq=100, l_freq=0.5, h_freq=None),
    "bandPass 1 40 360": dict(sfreq=360, l_freq=1, h_freq=40),
    "bandPass 8 13 125": dict(sfreq=125, l_freq=8, h_freq=13, l_trans_bandwidth=1.5, h_trans_bandwidth=3),
    "bandStop 20 80 250": dict(sfreq=250, l_freq=80, h_freq=20),
    "bandStop 48 52 500": dict(sfreq=500, l_freq=52, h_freq=48, l_trans_bandwidth=1, h_trans_bandwidth=1),
}


def show(name, values):
    print(name, "|", " ".join(repr(float(v)) for v in values))


for name, sos in CASCADES.items():
    forward, _ = signal.sosfilt(sos, x, zi=signal.sosfilt_zi(sos) * x[0])
    show(f"sosfilt {name}", forward[::4])
    show(f"sosfiltfilt {name}", signal.sosfiltfilt(sos, x)[::4])
for name, arguments in BANDS.items():
    taps = create_filter(None, fir_design="firwin", fir_window="hamming", phase="zero", verbose=False, **arguments)
    taps = np.trim_zeros(taps)
    show(f"taps {name}", taps[: len(taps) // 2 + 1])
taps = signal.firwin(101, (5, 40), pass_zero=False, fs=360)
show("firwin", taps[:51])
show("oaconvolve", signal.oaconvolve(x, taps, "same")[50:-50])
for up, down in ((25, 36), (3, 2), (1, 4)):
    show(f"resample {up} {down}", signal.resample_poly(x, up, down))
