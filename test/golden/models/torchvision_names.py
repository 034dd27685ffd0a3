"""The names and shapes of torchvision's networks, without num_batches_tracked; nothing is allocated. Run: python3 torchvision_names.py"""

import json

import torch

# of a build whose own operators do not fit the installed PyTorch the networks are fine
torch.library.register_fake = lambda *_, **__: lambda f: f
from torchvision import models

options = {"googlenet": {"init_weights": False, "aux_logits": False}}
found = {}
with torch.device("meta"):
    for name in ["alexnet", "vgg16", "vgg19", "googlenet", "resnet18", "resnet50", "vit_b_16"]:
        state = getattr(models, name)(weights=None, **options.get(name, {})).state_dict()
        found[name] = {key: list(t.shape) for key, t in state.items() if not key.endswith("num_batches_tracked")}

with open("torchvision.json", "w") as file:
    json.dump(found, file, separators=(",", ":"))
    file.write("\n")
