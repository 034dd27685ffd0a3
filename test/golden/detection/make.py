"""Golden values of boxes, anchors, matching and regions, from torchvision's own Python in float64. Run: python3 make.py"""

import json
from pathlib import Path

import torch
from torchvision.models.detection._utils import BoxCoder, Matcher
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.ops.boxes import box_iou, clip_boxes_to_image, generalized_box_iou
from torchvision.ops.roi_align import _roi_align

torch.manual_seed(5)
torch.set_default_dtype(torch.float64)


def array(t):
    data = [float(f"{v:.12g}") for v in t.detach().flatten().tolist()]
    return {"shape": list(t.shape), "data": data}


def boxes(n, size):
    corners = torch.round(torch.rand(n, 2, 2) * size, decimals=2)
    low, high = corners.amin(1), corners.amax(1)
    return torch.cat([low, high + 0.5], 1)


a, b = boxes(6, 10), boxes(4, 10)
a[2] = b[1]
weights = (10.0, 10.0, 5.0, 5.0)
coder = BoxCoder(weights=weights)
sizes, ratios = (6.0, 9.0), (0.5, 1.0, 2.0)
generator = AnchorGenerator((sizes,), (ratios,))
images = ImageList(torch.zeros(1, 3, 12, 16), [(12, 16)])
# torchvision's anchors are rounded and stand on the corners of the cells
cells = torch.stack([generator.generate_anchors(sizes, ratios, dtype=torch.float64)])
quality = torch.round(torch.rand(3, 8), decimals=1)

features = torch.rand(2, 5, 7, requires_grad=True)
# no point is more than a cell beyond the map: there the kernels of torchvision read 0, its Python the edge
regions = torch.tensor([[0.0, 0.0, 28.0, 20.0], [3.3, 1.2, 9.1, 17.0], [-3.0, 4.0, 6.0, 22.0], [20.0, 15.0, 20.5, 15.25]])
rois = torch.cat([torch.zeros(4, 1), regions], 1)
aligned = _roi_align(features[None], rois, 0.25, 3, 2, 2, True)
cotangent = torch.rand_like(aligned)
(aligned * cotangent).sum().backward()

golden = {
    "a": array(a),
    "b": array(b),
    "iou": array(box_iou(a, b)),
    "generalised": array(generalized_box_iou(a, b)),
    "clipped": array(clip_boxes_to_image(a - 2, (5, 7))),
    "encoded": array(coder.encode_single(a[:4], b)),
    "decoded": array(coder.decode_single(coder.encode_single(a[:4], b) * 0.5, b)[:, :]),
    "cells": array(cells[0]),
    "quality": array(quality.T),
    "matches": Matcher(0.7, 0.3, allow_low_quality_matches=False)(quality).tolist(),
    "everyTruth": Matcher(0.7, 0.3, allow_low_quality_matches=True)(quality).tolist(),
    "features": array(features),
    "regions": array(regions),
    "aligned": array(aligned),
    "cotangent": array(cotangent),
    "featuresGradient": array(features.grad),
}
Path(__file__).with_name("golden.json").write_text(json.dumps(golden) + "\n")
