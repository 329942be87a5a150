"""
Writes small networks in each opset from 7 to 27, as NAME.OPSET.onnx, with what PyTorch computes of them: opset_networks.py FOLDER.
PyTorch's exporter knows opsets to 23; ONNX's own converter goes on from there.
"""
import io
import logging
import os
import sys
import warnings

import onnx
import torch
import torch.nn.functional as F
from onnx import version_converter
from oracle import describe
from torch import nn

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

folder = sys.argv[1]
samples, classes = 3, 5
exported, newest = 23, 27


class Convolutional(nn.Module):
    """Padding, clipping, pooling, slices, joining and sums: what opsets write in different ways."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(2, 4, 3)
        self.second = nn.Conv2d(4, 4, 2, stride=2)
        self.head = nn.Linear(11 * 3 * 3, classes)

    def forward(self, x):
        x = torch.clamp(self.first(F.pad(x, (1, 1, 1, 1))), -1.5, 1.5)
        x = torch.cat([F.leaky_relu(self.second(x)), F.avg_pool2d(x, 2), F.max_pool2d(x, 2)], 1)
        x = x - x.mean((2, 3), keepdim=True)
        x = x[:, 1:, :-1, 1:]
        return self.head(F.dropout(x.flatten(1), training=self.training))


class Recurrent(nn.Module):
    """The exporter turns the gates of its layers around; the gradient of what they read tells whether theirs is right."""

    def __init__(self):
        super().__init__()
        self.read = nn.Linear(3, 3)
        self.lstm = nn.LSTM(3, 4, batch_first=True)
        self.gru = nn.GRU(4, 4, batch_first=True, bidirectional=True)
        self.head = nn.Linear(8, classes)

    def forward(self, x):
        steps, _ = self.gru(self.lstm(self.read(x))[0])
        return self.head(steps[:, -1])


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(6)
        self.factors = nn.Linear(6, 18)
        self.out = nn.Linear(6, 6)
        self.head = nn.Linear(6, classes)

    def forward(self, x):
        q, k, v = self.factors(self.norm(x)).split(6, dim=2)
        x = x + self.out(torch.softmax(q @ k.transpose(1, 2) / 6**0.5, 2) @ v)
        return self.head(F.gelu(x).sum(1))


# Before opset 9 the exporter writes states with an operator that ONNX never had.
networks = {
    "convolutional": (Convolutional, (2, 8, 8), range(7, newest + 1)),
    "recurrent": (Recurrent, (6, 3), range(9, newest + 1)),
    "attention": (Attention, (4, 6), range(7, newest + 1)),
}

for name, (network, shape, opsets) in networks.items():
    torch.manual_seed(1)
    model = network().eval()
    for opset in opsets:
        path = os.path.join(folder, f"{name}.{opset}")
        model = model.to(torch.float32)
        file = io.BytesIO()
        given = (torch.randn(samples, *shape),)
        torch.onnx.export(
            model,
            given,
            file,
            opset_version=min(opset, exported),
            dynamo=False,
            input_names=["x"],
            dynamic_axes={"x": {0: "batch"}},
        )
        written = onnx.load_from_string(file.getvalue())
        if opset > exported:
            written = version_converter.convert_version(written, opset)
        onnx.save(written, f"{path}.onnx")
        describe(path, model, lambda: {"x": torch.randn(samples, *shape)}, classes)
