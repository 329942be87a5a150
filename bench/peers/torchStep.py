#!/usr/bin/env python3
"""Training steps of the benchmark's networks in PyTorch.

Reads one request a line as JSON and answers each with one line:
  {"open": "vgg", "batch": 64, "threads": 2} -> {"version": "1.13.0"}
  {"steps": 3} -> {"milliseconds": [...]}
"""
import json
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
}


class Step:
    def __init__(self, name, batch):
        shape, make = NETWORKS[name]
        torch.manual_seed(1)
        self.network = make()
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.01, momentum=0.9)
        self.samples = torch.rand(batch, *shape)
        self.targets = torch.arange(batch) % (2 if name == "xor" else 10)

    def __call__(self):
        self.optimizer.zero_grad(set_to_none=True)
        outputs = self.network(self.samples)
        heads = outputs if isinstance(outputs, list) else [(1.0, outputs)]
        loss = sum(weight * F.cross_entropy(logits, self.targets) for weight, logits in heads)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def main():
    step = None
    for line in sys.stdin:
        request = json.loads(line)
        if "open" in request:
            torch.set_num_threads(request["threads"])
            torch.set_flush_denormal(True)
            if request["open"] not in NETWORKS:
                answer = {"missing": True}
            else:
                step = Step(request["open"], request["batch"])
                answer = {"version": torch.__version__}
        else:
            milliseconds = []
            for _ in range(request["steps"]):
                start = time.perf_counter()
                step()
                milliseconds.append((time.perf_counter() - start) * 1000)
            answer = {"milliseconds": milliseconds}
        print(json.dumps(answer), flush=True)


main()
