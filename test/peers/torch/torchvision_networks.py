"""
Writes torchvision's networks as ONNX, with random numbers in all parameters and statistics, and what PyTorch computes of them in
float64: torchvision_networks.py FOLDER NAME...

A network is NAME.onnx, with a batch of any length; some are NAME.fixed.onnx too, made for two samples. NAME.json and
NAME.gradients are those of `oracle.py`. Batch normalization behind a convolution is part of it in the file, as the exporter
folds it.
"""
import logging
import os
import sys
import warnings

import torch
import torchvision.models as models
from oracle import describe
from torch import nn
from torch.fx.experimental.optimization import fuse
from torchvision.models.convnext import CNBlockConfig, ConvNeXt

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

samples, classes = 3, 10

# Those that move the axis of samples, or merge it with others, are also written for two samples.
moving = {"alexnet", "convnext_tiny", "shufflenet_v2_x0_5", "swin_t", "vgg11_bn", "vit_b_16"}


def narrow(model, width):
    """The dense layers behind the convolutions with fewer units: there most of the parameters are."""
    dense = [at for at, layer in enumerate(model.classifier) if isinstance(layer, nn.Linear)]
    inputs = model.classifier[dense[0]].in_features
    for at, outputs in zip(dense, [width, width, classes]):
        model.classifier[at] = nn.Linear(inputs, outputs)
        inputs = outputs
    return model


def plain(name, **options):
    return lambda: getattr(models, name)(num_classes=classes, **options)


# How a network is made, and the side of its images: small where the architecture allows, and narrow where it is very wide.
networks = {
    "alexnet": (lambda: narrow(models.alexnet(num_classes=classes), 64), 63),
    "resnet18": (plain("resnet18"), 32),
    "vgg11_bn": (lambda: narrow(models.vgg11_bn(num_classes=classes), 32), 64),
    "squeezenet1_1": (plain("squeezenet1_1"), 32),
    "mobilenet_v2": (plain("mobilenet_v2"), 32),
    "mobilenet_v3_small": (plain("mobilenet_v3_small"), 32),
    "shufflenet_v2_x0_5": (plain("shufflenet_v2_x0_5"), 32),
    "mnasnet0_5": (plain("mnasnet0_5"), 32),
    "densenet121": (plain("densenet121"), 32),
    "googlenet": (plain("googlenet", init_weights=False, aux_logits=False), 32),
    "inception_v3": (plain("inception_v3", init_weights=False, aux_logits=False), 75),
    "efficientnet_b0": (plain("efficientnet_b0"), 32),
    "regnet_y_400mf": (plain("regnet_y_400mf"), 32),
    "convnext_tiny": (
        lambda: ConvNeXt(
            [
                CNBlockConfig(24, 48, 3),
                CNBlockConfig(48, 96, 3),
                CNBlockConfig(96, 192, 9),
                CNBlockConfig(192, None, 3),
            ],
            num_classes=classes,
        ),
        32,
    ),
    "vit_b_16": (
        lambda: models.VisionTransformer(32, 16, 12, 12, 96, 192, num_classes=classes),
        32,
    ),
    "swin_t": (
        lambda: models.SwinTransformer(
            [4, 4], 24, [2, 2, 6, 2], [3, 6, 12, 24], [7, 7], num_classes=classes
        ),
        64,
    ),
}


def settle(model, x):
    """Gives every parameter and statistic a number of its own, in a range in which the network still computes something."""
    model.train()
    norms = [layer for layer in model.modules() if isinstance(layer, nn.BatchNorm2d)]
    dropouts = [layer for layer in model.modules() if isinstance(layer, nn.Dropout)]
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn_like(parameter)
            if parameter.dim() < 2:
                parameter.copy_(("bias" not in name) + 0.1 * noise)
            elif "layer_scale" in name:
                parameter.copy_(0.5 + 0.1 * noise)
            elif parameter.std() < 1e-3:
                parameter.copy_(0.1 * noise)
        for layer in norms:
            layer.momentum = None
        for layer in dropouts:
            layer.p = 0.0
        if norms:
            model(x)
        for layer in norms:
            deviation = layer.running_var.sqrt()
            layer.running_mean += 0.1 * deviation * torch.randn_like(deviation)
            layer.running_var *= 1 + 0.1 * torch.rand_like(layer.running_var)
    return model.eval()


def write(folder, name):
    torch.manual_seed(1)
    make, side = networks[name]
    model = settle(make(), torch.randn(32, 3, side, side))
    path = os.path.join(folder, name)
    batch = {0: torch.export.Dim("batch")}
    files = {f"{path}.onnx": (batch,)}
    if name in moving:
        files[f"{path}.fixed.onnx"] = None
    for file, shapes in files.items():
        given = (torch.randn(samples if shapes else 2, 3, side, side),)
        program = torch.onnx.export(
            model, given, opset_version=20, dynamic_shapes=shapes, external_data=False, verbose=False
        )
        program.save(file)
    has_norms = any(isinstance(layer, nn.BatchNorm2d) for layer in model.modules())
    folded = fuse(model) if has_norms else model
    inputs_of = lambda: {"x": torch.randn(samples, 3, side, side)}
    describe(path, folded, inputs_of, classes)


for name in sys.argv[2:]:
    write(sys.argv[1], name)
