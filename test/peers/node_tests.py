"""Writes the ONNX project's node tests of some operators into a folder, as its archives have them: node_tests.py FOLDER OPERATOR..."""
import os
import sys
import warnings

import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases

warnings.filterwarnings("ignore")
folder, operators = sys.argv[1], set(sys.argv[2:])
# The numbers these operators count with are stored, as exporters do.
stored = {"Range"}

for test in collect_testcases(None):
    used = {node.op_type for node in test.model.graph.node}
    if len(used) != 1 or not used <= operators:
        continue
    inputs, outputs = test.data_sets[0]
    graph = test.model.graph
    place = os.path.join(folder, test.name, "test_data_set_0")
    os.makedirs(place)
    for kind, values, infos in ("input", inputs, graph.input), ("output", outputs, graph.output):
        for number, (value, info) in enumerate(zip(values, infos)):
            tensor = numpy_helper.from_array(value, info.name)
            with open(os.path.join(place, f"{kind}_{number}.pb"), "wb") as file:
                file.write(tensor.SerializeToString())
            if kind == "input" and used & stored:
                graph.initializer.append(tensor)
    onnx.save(test.model, os.path.join(folder, test.name, "model.onnx"))
