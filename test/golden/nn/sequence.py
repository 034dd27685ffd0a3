"""Golden values of the sequence layers, from PyTorch in float64. Run: python3 sequence.py

For each case: an input with a batch of 2, the parameters, the output, and the gradients of sum(output * cotangent).
"""

import json
import torch
from torch import nn

torch.manual_seed(11)
torch.set_default_dtype(torch.float64)
cases = {}


def array(t):
    return {"shape": list(t.shape), "data": [float(f"{v:.15g}") for v in t.detach().flatten().tolist()]}


def nest(named):
    tree = {}
    for name, tensor in named:
        *path, last = name.split(".")
        at = tree
        for part in path:
            at = at.setdefault(part, {})
        at[last] = array(tensor)
    return tree


def case(name, module, *shape, rename=lambda name: name, function=None):
    x = torch.randn(2, *shape, requires_grad=True)
    for p in module.parameters():
        nn.init.normal_(p, 0, 0.5)
    y = (function or module)(x)
    g = torch.randn_like(y)
    (y * g).sum().backward()
    named = [(rename(n), p) for n, p in module.named_parameters()]
    cases[name] = {
        "input": array(x),
        "params": nest(named),
        "output": array(y),
        "cotangent": array(g),
        "inputGradient": array(x.grad),
        "gradients": nest([(n, p.grad) for n, p in named]),
    }


def recurrent(name, module, last=False):
    case(name, module, 4, 3, function=lambda x: module(x)[0] if not last else torch.cat(list(hidden(module(x))), -1))


def hidden(result):
    h = result[1]
    return h[0] if isinstance(h, tuple) else h


recurrent("rnn", nn.RNN(3, 2, batch_first=True))
recurrent("rnn of rectifiers, both ways", nn.RNN(3, 2, nonlinearity="relu", batch_first=True, bidirectional=True))
recurrent("lstm", nn.LSTM(3, 2, batch_first=True))
recurrent("lstm, both ways", nn.LSTM(3, 2, batch_first=True, bidirectional=True))
recurrent("lstm, both ways, the last", nn.LSTM(3, 2, batch_first=True, bidirectional=True), last=True)
recurrent("gru", nn.GRU(3, 2, batch_first=True))
recurrent("gru, the last", nn.GRU(3, 2, batch_first=True), last=True)

attention = nn.MultiheadAttention(6, 2, batch_first=True)
attn = {"in_proj_weight": "qkv.weight", "in_proj_bias": "qkv.bias", "out_proj.weight": "out.weight", "out_proj.bias": "out.bias"}
causal = nn.Transformer.generate_square_subsequent_mask(5)
case("attention that does not look ahead", attention, 5, 6, rename=attn.get,
     function=lambda x: attention(x, x, x, attn_mask=causal)[0])

renames = {"self_attn.": "attn.", "multihead_attn.": "cross.", "in_proj_weight": "qkv.weight", "in_proj_bias": "qkv.bias", "out_proj.": "out."}


def renamed(name):
    for old, new in renames.items():
        name = name.replace(old, new)
    return name


def encoder(norm_first, activation):
    return nn.TransformerEncoderLayer(4, 2, 5, dropout=0.0, activation=activation, batch_first=True, norm_first=norm_first)


case("encoder block, norms first", encoder(True, "gelu"), 3, 4, rename=renamed)
case("encoder block, norms after", encoder(False, "relu"), 3, 4, rename=renamed)
block = encoder(True, "gelu")
ahead = nn.Transformer.generate_square_subsequent_mask(3)
case("encoder block that does not look ahead", block, 3, 4, rename=renamed, function=lambda x: block(x, src_mask=ahead))


class Both(nn.Module):
    """Rows 0 and 1 are the source, the others the target."""

    def __init__(self, norm_first):
        super().__init__()
        self.encode = nn.TransformerEncoderLayer(4, 2, 5, dropout=0.0, batch_first=True, norm_first=norm_first)
        self.decode = nn.TransformerDecoderLayer(4, 2, 5, dropout=0.0, batch_first=True, norm_first=norm_first)

    def forward(self, x):
        memory = self.encode(x[:, :2])
        return self.decode(x[:, 2:], memory, tgt_mask=ahead)


def decoded(name):
    return renamed(name).replace("cross.qkv", "cross.qkv")


case("decoder block, norms first", Both(True), 5, 4, rename=decoded)
case("decoder block, norms after", Both(False), 5, 4, rename=decoded)

json.dump(cases, open("sequence.json", "w"), separators=(",", ":"))
