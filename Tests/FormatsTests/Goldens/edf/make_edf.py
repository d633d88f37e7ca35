"""Small EDF and BDF files, and what pyedflib reads from them in single precision."""

import datetime
import sys

import numpy as np
import pyedflib

folder = sys.argv[1]


def write(name, kind, digital):
    writer = pyedflib.EdfWriter(f"{folder}/{name}", 2, file_type=kind)
    common = {"transducer": "", "prefilter": ""}
    writer.setSignalHeaders([
        {"label": "ECG II", "dimension": "mV", "sample_frequency": 50, "physical_min": -5.0,
         "physical_max": 5.0, "digital_min": digital[0], "digital_max": digital[1], **common},
        {"label": "Resp", "dimension": "Ohm", "sample_frequency": 10, "physical_min": -0.75,
         "physical_max": 1.3, "digital_min": -2048, "digital_max": 2047, **common},
    ])
    writer.setPatientName("Jane_Doe")
    writer.setPatientCode("X123")
    writer.setStartdatetime(datetime.datetime(1985, 1, 1))
    writer.writeSamples([
        4 * np.sin(np.arange(100) / 9), np.linspace(-0.7, 1.2, 20)])
    if kind != pyedflib.FILETYPE_EDF:
        writer.writeAnnotation(0.5, -1, "spike@@Resp")
        writer.writeAnnotation(1.25, 0.5, "Sleep stage W")
    writer.close()


write("plain.edf", pyedflib.FILETYPE_EDF, (-32768, 32767))
write("plus.edf", pyedflib.FILETYPE_EDFPLUS, (-32768, 32767))
write("plus.bdf", pyedflib.FILETYPE_BDFPLUS, (-8388608, 8388607))
with open(f"{folder}/values.txt", "w") as out:
    for name in ["plain.edf", "plus.edf", "plus.bdf"]:
        reader = pyedflib.EdfReader(f"{folder}/{name}")
        for signal, label in enumerate(reader.getSignalLabels()):
            values = reader.readSignal(signal).astype(np.float32)
            numbers = reader.readSignal(signal, digital=True)
            print(name, label.replace(" ", "_"), *[str(v) for v in values], file=out)
            print(name, label.replace(" ", "_") + "#", *numbers, file=out)
        reader.close()
