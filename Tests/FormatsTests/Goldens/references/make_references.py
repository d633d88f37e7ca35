#!/usr/bin/env python3
"""Writes cells of references as they should not be: to a deleted object, to none, and to themselves.

Run as: python make_references.py references.mat (h5py 3.16, numpy).
"""
import sys

import h5py
import numpy as np

with h5py.File(sys.argv[1], "w", libver=("earliest", "v110")) as file:
    store = file.create_group("#refs#")
    whole = store.create_dataset("whole", data=np.arange(12.0).reshape(4, 3))
    deleted = store.create_dataset("deleted", data=np.zeros((4, 3)))
    cells = [[whole.ref], [deleted.ref], [h5py.Reference()], [whole.ref]]
    part = file.create_dataset(
        "Part_1", data=np.array(cells, dtype=h5py.ref_dtype), dtype=h5py.ref_dtype)
    part.attrs["MATLAB_class"] = np.bytes_("cell")
    part[3, 0] = part.ref
    del store["deleted"]
