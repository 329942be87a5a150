"""Proves that what a program makes wrong of our files it makes wrong of the smallest file there is, written with ONNX's own helper.

    python defects.py READER

prints as JSON lines each defect of that reader, with what it answers; ONNX Runtime answers rightly, or this ends with an error.
"""
import json
import os
import sys
import tempfile

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from read import onnxruntime, readers

random = np.random.default_rng(1)


def model(operator, x, weights, outputs=("y",), rank=None, **attributes):
    """A model of one node: its input 0 is fed, the others are stored; batch and steps are open."""
    names = [f"w{i}" for i in range(len(weights))]
    node = helper.make_node(operator, ["x", *names], list(outputs), **attributes)
    output = next(name for name in outputs if name)
    rank = x.ndim if rank is None else rank
    graph = helper.make_graph(
        [node],
        operator,
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None] * x.ndim)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [None] * rank)],
        [numpy_helper.from_array(w, name) for name, w in zip(names, weights)],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return made, x, output


def numbers(*shape):
    return random.standard_normal(shape).astype(np.float32)


def recurrent(operator, gates, outputs=("", "y"), rank=3, **attributes):
    """Its last state, or with other outputs the states of all steps."""
    x = numbers(3, 2, 4)
    weights = [numbers(1, gates * 5, 4), numbers(1, gates * 5, 5), numbers(1, 2 * gates * 5)]
    return model(operator, x, weights, outputs, rank, hidden_size=5, **attributes)


def compared():
    """x ≥ 0 as a number."""
    x = numbers(2, 3)
    nodes = [
        helper.make_node("GreaterOrEqual", ["x", "zero"], ["above"]),
        helper.make_node("Cast", ["above"], ["y"], to=TensorProto.FLOAT),
    ]
    graph = helper.make_graph(
        nodes,
        "GreaterOrEqual",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 3])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 3])],
        [numpy_helper.from_array(np.float32(0), "zero")],
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), x, "y"


defects = {
    "reference": {
        "ConvTranspose in groups, of several samples": lambda: model(
            "ConvTranspose", numbers(3, 2, 4, 4), [numbers(2, 2, 3, 3)], group=2
        ),
        "LRN": lambda: model("LRN", numbers(1, 5, 2, 2), [], size=3, alpha=0.3, beta=0.75, bias=1.0),
        "RNN with Sigmoid": lambda: recurrent("RNN", 1, activations=["Sigmoid"]),
    },
    "opencv": {
        "RNN": lambda: recurrent("RNN", 1),
        "GRU with the states of all steps": lambda: recurrent("GRU", 3, ("y",), 4, linear_before_reset=1),
    },
    "onnx2torch": {
        "RNN": lambda: recurrent("RNN", 1),
        "GRU": lambda: recurrent("GRU", 3, linear_before_reset=1),
        "LSTM": lambda: recurrent("LSTM", 4),
        "GlobalMaxPool": lambda: model("GlobalMaxPool", numbers(1, 2, 3, 3), []),
        "GreaterOrEqual": compared,
    },
}


def compare(found, expected):
    if found.shape != expected.shape:
        return f"has the shape {list(found.shape)} instead of {list(expected.shape)}"
    differs = float(np.abs(found - expected).max())
    return f"differs by {differs:.2g}" if differs > 1e-4 else "right"


def main(reader):
    for name, make in defects.get(reader, {}).items():
        made, x, output = make()
        onnx.checker.check_model(made, full_check=True)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "model.onnx")
            onnx.save(made, path)
            expected = onnxruntime(path)("x", x, output)
            try:
                answer = compare(np.asarray(readers[reader](path)("x", x, output)), expected)
            except Exception as error:
                answer = (str(error).splitlines() or [type(error).__name__])[0]
        print(json.dumps({"defect": name, "answer": answer}))


main(sys.argv[1])
