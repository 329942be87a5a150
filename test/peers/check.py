"""Prints "valid" if ONNX's own checker accepts a model in its file, its shapes included; ends with its complaint otherwise."""

import sys

import onnx

onnx.checker.check_model(sys.argv[1], full_check=True)
onnx.shape_inference.infer_shapes(onnx.load(sys.argv[1]), check_type=True, strict_mode=True, data_prop=True)
print("valid")
