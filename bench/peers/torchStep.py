#!/usr/bin/env python3
"""Training steps of the benchmark's networks in PyTorch.

Reads one request a line as JSON and answers each with one line:
  {"open": "vgg", "batch": 64, "threads": 2} -> {"version": "1.13.0"}
  {"steps": 3} -> {"milliseconds": [...]}
  {"memory": true} -> {"bytes": ...}, the most this process has had
  {"mnist": "folder", "epochs": 6, "threads": 2} -> {"seconds": ..., "accuracy": ...}
"""
import gzip
import json
import resource
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Residual(nn.Module):
    def __init__(self, before, maps, step):
        super().__init__()
        self.unit = nn.Sequential(
            nn.Conv2d(before, maps, 3, step, 1, bias=False), nn.BatchNorm2d(maps), nn.ReLU(),
            nn.Conv2d(maps, maps, 3, 1, 1, bias=False), nn.BatchNorm2d(maps),
        )
        self.shortcut = nn.Identity() if before == maps else nn.Conv2d(before, maps, 1, step, bias=False)

    def forward(self, x):
        return F.relu(self.unit(x) + self.shortcut(x))


class Inception(nn.Module):
    def __init__(self, before, n1, r3, n3, r5, n5, pooled):
        super().__init__()
        def conv(*sizes, **more):
            return nn.Sequential(nn.Conv2d(*sizes, **more), nn.ReLU())
        self.branches = nn.ModuleList([
            conv(before, n1, 1),
            nn.Sequential(conv(before, r3, 1), conv(r3, n3, 3, padding=1)),
            nn.Sequential(conv(before, r5, 1), conv(r5, n5, 5, padding=2)),
            nn.Sequential(nn.MaxPool2d(3, 1, 1), conv(before, pooled, 1)),
        ])

    def forward(self, x):
        return torch.cat([branch(x) for branch in self.branches], 1)


class WithAuxiliary(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            Inception(32, 32, 48, 64, 16, 16, 16), Inception(128, 64, 64, 96, 16, 48, 32),
        )
        self.aux = nn.Sequential(nn.Flatten(), nn.Linear(240 * 16 * 16, 10))
        self.main = nn.Sequential(
            nn.MaxPool2d(2), Inception(240, 96, 48, 112, 16, 32, 32),
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(272, 10),
        )

    def forward(self, x):
        x = self.body(x)
        return [(0.3, self.aux(x)), (1.0, self.main(x))]


class Recurrent(nn.Module):
    """The state after the last step; of PyTorch's two biases, which are added, one is trained."""

    def __init__(self, layer, inputs, units, classes):
        super().__init__()
        self.recurrent = layer(inputs, units, batch_first=True)
        with torch.no_grad():
            self.recurrent.bias_hh_l0.zero_()
        self.recurrent.bias_hh_l0.requires_grad_(False)
        self.output = nn.Linear(units, classes)

    def forward(self, x):
        return self.output(self.recurrent(x)[0][:, -1])


class Transformer(nn.Module):
    """A block of GPT-2 or of a vision transformer: normalization comes first."""

    def __init__(self, features, heads, hidden, causal):
        super().__init__()
        self.heads, self.causal = heads, causal
        self.before_mixing = nn.LayerNorm(features)
        self.mix = nn.Linear(features, 3 * features)
        self.mixed = nn.Linear(features, features)
        self.before_widening = nn.LayerNorm(features)
        self.widen = nn.Linear(features, hidden)
        self.narrow = nn.Linear(hidden, features)

    def forward(self, x):
        n, steps, features = x.shape
        parts = self.mix(self.before_mixing(x)).view(n, steps, 3, self.heads, features // self.heads)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        read = F.scaled_dot_product_attention(q, k, v, is_causal=self.causal)
        x = x + self.mixed(read.transpose(1, 2).reshape(n, steps, features))
        return x + self.narrow(F.gelu(self.widen(self.before_widening(x))))


class Position(nn.Module):
    def __init__(self, steps, features):
        super().__init__()
        self.weight = nn.Parameter(0.02 * torch.randn(steps, features))

    def forward(self, x):
        return x + self.weight


class Transformers(nn.Module):
    """Steps as features, their places, blocks, normalization, and a head for `pool` of the steps, or for each of them."""

    def __init__(self, first, steps, blocks, features, heads, hidden, classes, causal, pool=lambda x: x):
        super().__init__()
        self.first = first
        self.position = Position(steps, features)
        self.blocks = nn.Sequential(*[Transformer(features, heads, hidden, causal) for _ in range(blocks)])
        self.last = nn.LayerNorm(features)
        self.head = nn.Linear(features, classes)
        self.pool = pool

    def forward(self, x):
        return self.head(self.pool(self.last(self.blocks(self.position(self.first(x))))))


def vgg():
    layers, before = [], 3
    for maps in (32, 64, 128):
        layers += [nn.Conv2d(before, maps, 3, padding=1), nn.ReLU(),
                   nn.Conv2d(maps, maps, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        before = maps
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(2048, 256), nn.ReLU(), nn.Linear(256, 10))


NETWORKS = {
    "xor": ((2,), lambda: nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 2))),
    "mlp": ((784,), lambda: nn.Sequential(
        nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))),
    "lenet5": ((1, 28, 28), lambda: nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10))),
    "vgg": ((3, 32, 32), vgg),
    "resnet-8": ((3, 32, 32), lambda: nn.Sequential(
        nn.Conv2d(3, 16, 3, padding=1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
        Residual(16, 16, 1), Residual(16, 32, 2), Residual(32, 64, 2),
        nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))),
    "inception": ((3, 32, 32), WithAuxiliary),
    "rnn": ((28, 28), lambda: Recurrent(nn.RNN, 28, 64, 10)),
    "char-lstm": ((64, 64), lambda: Recurrent(nn.LSTM, 64, 128, 64)),
    "char-gpt": ((64, 64), lambda: Transformers(nn.Linear(64, 128), 64, 2, 128, 4, 512, 64, True)),
}
# Classes, where they are not ten, and steps of a sample, each of which has one.
CLASSES = {"xor": 2, "char-lstm": 64, "char-gpt": 64}
STEPS = {"char-gpt": 64}


class Machine:
    """A restricted Boltzmann machine of Bernoulli units: a step of CD-1, and the reconstruction error."""

    def __init__(self, visible, hidden, batch, device):
        torch.manual_seed(1)
        self.weight = nn.Parameter(0.01 * torch.randn(hidden, visible, device=device))
        self.visible_bias = nn.Parameter(torch.zeros(visible, device=device))
        self.hidden_bias = nn.Parameter(torch.zeros(hidden, device=device))
        self.optimizer = torch.optim.SGD([self.weight, self.visible_bias, self.hidden_bias], lr=0.01, momentum=0.9)
        self.samples = torch.rand(batch, visible, device=device)

    @torch.no_grad()
    def __call__(self):
        v0, batch = self.samples, len(self.samples)
        h0 = F.linear(v0, self.weight, self.hidden_bias).sigmoid_()
        drawn = (torch.rand_like(h0) < h0).float()
        v1 = torch.addmm(self.visible_bias, drawn, self.weight).sigmoid_()
        h1 = F.linear(v1, self.weight, self.hidden_bias).sigmoid_()
        self.weight.grad = (h1.T @ v1).addmm_(h0.T, v0, alpha=-1).div_(batch)
        self.visible_bias.grad = (v1 - v0).mean(0)
        self.hidden_bias.grad = (h1 - h0).mean(0)
        self.optimizer.step()
        return F.mse_loss(v1, v0).item()


MACHINES = {"rbm": (784, 500)}


class Step:
    def __init__(self, name, batch, device):
        shape, make = NETWORKS[name]
        torch.manual_seed(1)
        self.network = make().to(device)
        self.optimizer = torch.optim.SGD(
            [weight for weight in self.network.parameters() if weight.requires_grad],
            lr=0.01, momentum=0.9,
        )
        self.samples = torch.rand(batch, *shape).to(device)
        rows = batch * STEPS.get(name, 1)
        self.targets = (torch.arange(rows) % CLASSES.get(name, 10)).to(device)

    def __call__(self):
        self.optimizer.zero_grad(set_to_none=True)
        outputs = self.network(self.samples)
        heads = outputs if isinstance(outputs, list) else [(1.0, outputs)]
        loss = sum(weight * F.cross_entropy(logits.flatten(0, -2), self.targets) for weight, logits in heads)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def open_step(name, batch, device):
    return Machine(*MACHINES[name], batch, device) if name in MACHINES else Step(name, batch, device)


def read_idx(folder, name, offset):
    path = f"{folder}/{name}-ubyte"
    try:
        data = open(path, "rb").read()
    except FileNotFoundError:
        data = gzip.open(path + ".gz", "rb").read()
    return torch.frombuffer(bytearray(data[offset:]), dtype=torch.uint8)


def right(network, images, labels):
    with torch.no_grad():
        parts = zip(images.split(500), labels.split(500))
        return sum((network(x).argmax(1) == y).sum().item() for x, y in parts) / len(labels)


def train_mnist(folder, epochs, batch=64, validation=5000):
    """LeNet-5 with the settings of examples/lenet5-mnist.dnn."""
    images = [read_idx(folder, f"{split}-images-idx3", 16).reshape(-1, 1, 28, 28) for split in ("train", "t10k")]
    labels = [read_idx(folder, f"{split}-labels-idx1", 8).long() for split in ("train", "t10k")]
    train, test = (x.float() / 255 for x in images)
    mean, deviation = train.mean(), train.std()
    train, test = ((x - mean) / deviation for x in (train, test))
    count = len(train) - validation
    torch.manual_seed(1)
    network = NETWORKS["lenet5"][1]()
    optimizer = torch.optim.SGD(network.parameters(), lr=0.05, momentum=0.9)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs * (count // batch))
    start = time.perf_counter()
    for _ in range(epochs):
        order = torch.randperm(count)
        for i in range(count // batch):
            chosen = order[i * batch : (i + 1) * batch]
            optimizer.zero_grad(set_to_none=True)
            F.cross_entropy(network(train[chosen]), labels[0][chosen]).backward()
            optimizer.step()
            schedule.step()
        right(network, train[count:], labels[0][count:])
    accuracy = right(network, test, labels[1])
    return {"seconds": time.perf_counter() - start, "accuracy": accuracy}


def main():
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if "open" in request:
            torch.set_num_threads(request["threads"])
            torch.set_flush_denormal(True)
            gpu = request.get("gpu", False)
            if request["open"] not in [*NETWORKS, *MACHINES] or (gpu and not torch.cuda.is_available()):
                answer = {"missing": True}
            else:
                step = open_step(request["open"], request["batch"], "cuda" if gpu else "cpu")
                answer = {"version": torch.__version__}
        elif "memory" in request:
            answer = {"bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}
        elif "mnist" in request:
            torch.set_num_threads(request["threads"])
            torch.set_flush_denormal(True)
            answer = train_mnist(request["mnist"], request["epochs"])
        else:
            milliseconds = []
            for _ in range(request["steps"]):
                start = time.perf_counter()
                step()
                milliseconds.append((time.perf_counter() - start) * 1000)
            answer = {"milliseconds": milliseconds}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
