"""Copies some of the networks of ncps_golden.h5; usage: extract.py ncps_golden.h5 ncps.h5"""
import sys

import h5py

NETWORKS = (
    "cfc_default cfc_pure cfc_no_gate cfc_backbone3_silu "
    "ltc_full ltc_autoncp_16_2 wired_autoncp_16_2"
).split()

with h5py.File(sys.argv[1]) as source, h5py.File(sys.argv[2], "w") as target:
    for network in NETWORKS:
        for precision in ("f32", "f64"):
            path = f"{network}/{precision}"

            def copy(name, item):
                if isinstance(item, h5py.Dataset):
                    target.create_dataset(f"{path}/{name}", data=item[()])

            source[path].visititems(copy)
