"""Reads `N.onnx` of a folder with a program that reads ONNX and prints, as JSON lines, what it computes of its case in `cases.json`.

    python read.py READER FOLDER
"""
import json
import os
import sys
import warnings

import numpy as np


def checker(path):
    """ONNX's own checker, shapes included; computes nothing."""
    import onnx

    onnx.checker.check_model(onnx.load(path), full_check=True)
    onnx.shape_inference.infer_shapes(onnx.load(path), check_type=True, strict_mode=True, data_prop=True)
    return None


def reference(path):
    from onnx.reference import ReferenceEvaluator

    session = ReferenceEvaluator(path)
    return lambda name, x, output: session.run([output], {name: x})[0]


def onnxruntime(path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda name, x, output: session.run([output], {name: x})[0]


def openvino(path):
    import openvino

    model = openvino.compile_model(path, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda name, x, output: model({name: x})[output]


def opencv(path):
    import cv2

    def run(name, x, output):
        net = cv2.dnn.readNetFromONNX(path)
        net.setInput(x, name)
        return net.forward(output)

    return run


def onnx2torch(path):
    import onnx
    import torch
    from onnx2torch import convert

    model = onnx.load(path)
    outputs = [output.name for output in model.graph.output]
    module = convert(model).eval()

    def run(name, x, output):
        with torch.no_grad():
            results = module(torch.from_numpy(x))
        return (results[outputs.index(output)] if len(outputs) > 1 else results).numpy()

    return run


readers = {reader.__name__: reader for reader in (checker, reference, onnxruntime, openvino, opencv, onnx2torch)}


def version(name):
    package = {"checker": "onnx", "reference": "onnx", "opencv": "opencv-python-headless"}.get(name, name)
    from importlib.metadata import version

    return version(package)


def main(name, folder):
    warnings.simplefilter("ignore")
    np.seterr(all="ignore")
    print(json.dumps({"version": version(name)}))
    with open(os.path.join(folder, "cases.json")) as file:
        cases = json.load(file)
    for case in cases:
        try:
            run = readers[name](os.path.join(folder, case["file"]))
            answers = []
            for shape, x in zip(case["shapes"], case["x"]) if run else []:
                y = run(case["input"], np.array(x, np.float32).reshape(shape), case["output"])
                answers.append(np.asarray(y, np.float64).ravel().tolist())
            result = {"y": answers}
        except Exception as error:
            result = {"error": (str(error).splitlines() or [type(error).__name__])[0]}
        print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
