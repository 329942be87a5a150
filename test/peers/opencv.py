"""Reads `N.onnx` of a folder with OpenCV and prints, as JSON lines, what each computes of its case in `cases.json`."""
import json
import os
import sys

import cv2
import numpy as np

folder = sys.argv[1]
with open(os.path.join(folder, "cases.json")) as file:
    cases = json.load(file)
for case in cases:
    try:
        net = cv2.dnn.readNetFromONNX(os.path.join(folder, case["file"]))
        net.setInput(np.array(case["x"], np.float32).reshape(case["shape"]), case["input"])
        result = {"y": net.forward(case["output"]).ravel().tolist()}
    except Exception as error:
        result = {"error": str(error).splitlines()[0]}
    print(json.dumps(result))
