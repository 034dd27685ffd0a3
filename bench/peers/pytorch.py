"""PyTorch: the same networks as functions of their weights."""
import sys

import torch
import torch.nn.functional as F
from serve import serve


def at(w, place):
    return w[f"{place}.weight"], w[f"{place}.bias"]


def xor(w, x, training):
    return F.linear(torch.tanh(F.linear(x, *at(w, "fc1"))), *at(w, "fc2"))


def mlp(w, x, training):
    return F.linear(F.relu(F.linear(x, *at(w, "fc1"))), *at(w, "fc2"))


def s1(w, x, training):
    y = F.max_pool2d(F.relu(F.conv2d(x, *at(w, "conv1"))), 2)
    y = F.max_pool2d(F.relu(F.conv2d(y, *at(w, "conv2"))), 2).flatten(1)
    y = F.relu(F.linear(F.relu(F.linear(y, *at(w, "fc1"))), *at(w, "fc2")))
    return F.linear(y, *at(w, "fc3"))


def resnet20(w, x, training):
    def normalised(y, conv, norm, stride):
        y = F.conv2d(y, w[f"{conv}.weight"], stride=stride, padding=1)
        running = w[f"{norm}.running_mean"], w[f"{norm}.running_var"]
        return F.batch_norm(y, *running, *at(w, norm), training=training)

    y = F.relu(normalised(x, "conv1", "bn1", 1))
    for stage in (1, 2, 3):
        for block in (0, 1, 2):
            place = f"layer{stage}.{block}"
            halves = stage > 1 and block == 0
            inner = F.relu(normalised(y, f"{place}.conv1", f"{place}.bn1", 2 if halves else 1))
            around = y.shape[1] // 2
            shortcut = F.pad(y[:, :, ::2, ::2], (0, 0, 0, 0, around, around)) if halves else y
            y = F.relu(normalised(inner, f"{place}.conv2", f"{place}.bn2", 1) + shortcut)
    return F.linear(y.mean((2, 3)), *at(w, "linear"))


def unet(w, x, training):
    def double(y, place):
        y = F.relu(F.conv2d(y, *at(w, f"{place}.conv1"), padding=1))
        return F.relu(F.conv2d(y, *at(w, f"{place}.conv2"), padding=1))

    def level(y, place, depth):
        if depth == 0:
            return double(y, place)
        left = double(y, f"{place}.left")
        below = level(F.max_pool2d(left, 2), f"{place}.below", depth - 1)
        up = F.conv_transpose2d(below, *at(w, f"{place}.up"), stride=2)
        return double(torch.cat((left, up), 1), f"{place}.right")

    return F.conv2d(level(x, "level1", 4), *at(w, "head"))


def transformer(w, x, training):
    heads, width = 4, 128

    def attention(y, place):
        n, length, _ = y.shape
        q, k, v = F.linear(y, *at(w, f"{place}.qkv")).reshape(n, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(q, k, v)
        return F.linear(mixed.transpose(1, 2).reshape(n, length, width), *at(w, f"{place}.proj"))

    def norm(y, place):
        return F.layer_norm(y, (width,), *at(w, place), 1e-6)

    patches = F.conv2d(x, *at(w, "patch_embed.proj"), stride=4).flatten(2).transpose(1, 2)
    y = torch.cat((w["cls_token"].expand(len(x), 1, width), patches), 1) + w["pos_embed"]
    for place in ("blocks.0", "blocks.1"):
        y = y + attention(norm(y, f"{place}.norm1"), f"{place}.attn")
        hidden = F.gelu(F.linear(norm(y, f"{place}.norm2"), *at(w, f"{place}.mlp.fc1")))
        y = y + F.linear(hidden, *at(w, f"{place}.mlp.fc2"))
    return F.linear(norm(y, "norm")[:, 0], *at(w, "head"))


NETS = {"xor": xor, "mlp": mlp, "s1": s1, "resnet20": resnet20, "unet": unet, "transformer": transformer}
RATE, MOMENTUM = 0.01, 0.9


def matmul(work, inputs):
    a, b = inputs["a"], inputs["b"]
    return lambda: lambda: a @ b


def convolution(work, inputs):
    x, w, g = inputs["x"], inputs["w"], inputs["g"]
    stride, padding = [work["stride"]] * 2, [work["padding"]] * 2

    def gradient(which):
        mask = [index == which for index in range(3)]
        return torch.ops.aten.convolution_backward(g, x, w, None, stride, padding, [1, 1], False, [0, 0], 1, mask)[which]

    parts = {
        "forward": lambda: F.conv2d(x, w, stride=stride, padding=padding),
        "input gradient": lambda: gradient(0),
        "filter gradient": lambda: gradient(1),
    }
    return lambda: torch.no_grad()(parts[work["part"]])


def training(work, inputs):
    net = NETS[work["network"]]
    images, labels = inputs.pop("images"), inputs.pop("labels").long()

    def make():
        w = {name: value.clone().requires_grad_("running" not in name) for name, value in inputs.items()}
        optimizer = torch.optim.SGD([value for value in w.values() if value.requires_grad], lr=RATE, momentum=MOMENTUM)

        def step():
            optimizer.zero_grad()
            loss = F.cross_entropy(net(w, images, True), labels)
            loss.backward()
            optimizer.step()
            return loss.item()

        return step

    return make


def inference(work, inputs):
    net = NETS[work["network"]]
    images = inputs["images"]
    return lambda: torch.inference_mode()(lambda: net(inputs, images, False))


MAKERS = {"matmul": matmul, "convolution": convolution, "training": training, "inference": inference}


def tensors(maker):
    return lambda work, inputs: maker(work, {name: torch.from_numpy(array) for name, array in inputs.items()})


def main():
    torch.set_num_threads(int(sys.argv[1]))
    # The first optimizer of a process loads half of PyTorch: that is no part of a program.
    torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    serve({kind: tensors(maker) for kind, maker in MAKERS.items()})


main()
