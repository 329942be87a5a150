"""What PyTorch computes, in float64, of a network that is in an ONNX file with the same numbers."""
import json

import numpy
import onnx
import torch
import torch.nn.functional as F

# Several wait for each other a hundred times as long where the machine is busy.
torch.set_num_threads(1)


def loss_and_gradients(model, inputs, target, precision):
    model = model.to(precision)
    model.zero_grad()
    given = [value.to(precision) if value.is_floating_point() else value for value in inputs]
    logits = model(*given)
    loss = F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target)
    loss.backward()
    gradients = {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}
    return logits.detach(), loss.item(), gradients


def adopt(model, file):
    """Gives a model the numbers in its file, which folding has rounded; says which tensor of it each stored one is."""
    found = {}
    parameters = {name: p.detach() for name, p in model.named_parameters()}
    buffers = dict(model.named_buffers())
    for initializer in onnx.load(file).graph.initializer:
        array = onnx.numpy_helper.to_array(initializer)
        if array.dtype != numpy.float32 or array.ndim == 0:
            continue
        stored = torch.from_numpy(array.copy())
        for name, values in parameters.items():
            index = buffers.get(name.replace("bias_table", "index"))
            if "relative_position_bias_table" in name and values[index].numel() == stored.numel():
                # The exporter has picked the rows of this table.
                if torch.equal(values[index].reshape(-1), stored.reshape(-1)):
                    found[initializer.name] = {"tensor": name, "turned": False, "index": index.ravel().tolist()}
                continue
            if values.numel() != stored.numel():
                continue
            for turned in (False, True) if values.dim() == 2 else (False,):
                mine = values.T if turned else values
                if torch.allclose(mine.reshape(-1), stored.reshape(-1), rtol=1e-4, atol=1e-6):
                    mine.copy_(stored.reshape(mine.shape))
                    found[initializer.name] = {"tensor": name, "turned": turned}
    return found


def spread(model, inputs, target, gradients):
    """How far gradients move where a rectifier or pool chooses otherwise, its numbers a little off as they are in float32."""
    exact = {name: p.detach().clone() for name, p in model.named_parameters()}
    worst = 0
    for _ in range(3):
        with torch.no_grad():
            for name, p in model.named_parameters():
                p.copy_(exact[name] * (1 + 5e-6 * torch.randn_like(p)))
        _, _, moved = loss_and_gradients(model, inputs.values(), target, torch.float64)
        differences = [(moved[name] - g).norm() / g.norm() for name, g in gradients.items() if g.norm() > 1e-9]
        worst = max(worst, max(differences).item())
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(exact[name])
    return worst


def describe(path, model, inputs_of, classes):
    """
    Writes PATH.json with inputs of PATH.onnx, by name, answers and loss (the mean cross entropy over the last axis), and where in
    PATH.gradients the gradient of each stored tensor is, as the file has the tensor.
    """
    model.requires_grad_()
    places = adopt(model, f"{path}.onnx")
    for _ in range(8):
        inputs = inputs_of()
        with torch.no_grad():
            rows = model.to(torch.float32)(*inputs.values())[..., 0].numel()
        target = torch.arange(rows) % classes
        logits, loss, gradients = loss_and_gradients(model, inputs.values(), target, torch.float64)
        if spread(model, inputs, target, gradients) < 1e-4:
            break
    data = []
    for place in places.values():
        gradient = gradients[place["tensor"]]
        data.append((gradient.T if place["turned"] else gradient).reshape(-1).numpy())
        place["at"] = sum(map(len, data[:-1]))
        place["count"] = len(data[-1])
    numpy.concatenate(data).astype("<f8").tofile(f"{path}.gradients")
    result = {
        "inputs": {
            name: {"shape": list(value.shape), "values": value.ravel().tolist()}
            for name, value in inputs.items()
        },
        "target": target.tolist(),
        "logits": logits.ravel().tolist(),
        "loss": loss,
        "tensors": places,
    }
    with open(f"{path}.json", "w") as file:
        json.dump(result, file)
