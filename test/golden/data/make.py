"""Writes the small files beside this script with NumPy and safetensors: python3 make.py"""

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
import torch
from safetensors.torch import save_file as save_torch

here = Path(__file__).parent

grid = np.arange(6).reshape(2, 3)
arrays = {
    "float32": (grid - 2.5).astype("<f4"),
    "float64": grid.astype("<f8") / 7,
    "int32": (grid - 3).astype("<i4"),
    "bool": (grid % 2).astype("|b1"),
    "scalar": np.array(3.5, dtype="<f4"),
    "empty": np.zeros((0, 4), dtype="<f4"),
    "vector": np.array([1, 2, 3], dtype="<i4"),
}
for name, array in arrays.items():
    np.save(here / f"{name}.npy", array)

for name, dtype in {"uint8": "|u1", "int16": "<i2", "int64": "<i8", "float16": "<f2", "big-float32": ">f4", "big-int64": ">i8"}.items():
    np.save(here / f"{name}.npy", grid.astype(dtype))
np.save(here / "column-major.npy", np.asfortranarray(np.arange(24, dtype="<f8").reshape(2, 3, 4)))
np.save(here / "many-axes.npy", np.ones((1,) * 14 + (2,), dtype="<f4"))
np.save(here / "too-wide.npy", np.array([1, 2**40], dtype="<i8"))
np.save(here / "structured.npy", np.zeros(2, dtype=[("x", "<f4"), ("y", "<i4")]))
with open(here / "version-2.npy", "wb") as file:
    np.lib.format.write_array(file, arrays["float32"], version=(2, 0))
with open(here / "version-3.npy", "wb") as file:
    np.lib.format.write_array(file, arrays["float32"], version=(3, 0))

np.savez(here / "stored.npz", **arrays)
np.savez_compressed(here / "deflated.npz", **arrays)

save_file(arrays, here / "arrays.safetensors", metadata={"note": "é"})
save_torch(
    {
        "half": torch.tensor([1.0, -0.5, 65504.0, 6e-8, float("inf"), float("-inf")], dtype=torch.float16),
        "brain": torch.tensor([1.0, -0.5, 3.3895313892515355e38, 1e-40, float("inf"), float("-inf")], dtype=torch.bfloat16),
        "long": torch.tensor([-(2**31), 0, 2**31 - 1]),
        "byte": torch.tensor([0, 255], dtype=torch.uint8),
    },
    here / "narrow.safetensors",
)
