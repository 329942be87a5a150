"""Reads `N.onnx` of a folder with onnx2torch and prints, as JSON lines, what PyTorch computes of its case in `cases.json`."""
import json
import os
import sys

import onnx
import torch
from onnx2torch import convert

folder = sys.argv[1]
with open(os.path.join(folder, "cases.json")) as file:
    cases = json.load(file)
for case in cases:
    try:
        model = onnx.load(os.path.join(folder, case["file"]))
        outputs = [output.name for output in model.graph.output]
        with torch.no_grad():
            results = convert(model).eval()(torch.tensor(case["x"]).reshape(case["shape"]))
        if len(outputs) > 1:
            results = results[outputs.index(case["output"])]
        result = {"y": results.ravel().tolist()}
    except Exception as error:
        result = {"error": (str(error).splitlines() or [type(error).__name__])[0]}
    print(json.dumps(result))
