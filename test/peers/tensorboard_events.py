"""Reads a folder as TensorBoard does and prints, as JSON, the scalars of each run in it: tag -> [[wall time, step, value]]."""
import json
import sys

from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer

multiplexer = EventMultiplexer().AddRunsFromDirectory(sys.argv[1])
multiplexer.Reload()
runs = {}
for run, plugins in multiplexer.Runs().items():
    runs[run] = {
        tag: [
            [event.wall_time, event.step, float(event.tensor_proto.float_val[0])]
            for event in multiplexer.Tensors(run, tag)
        ]
        for tag in plugins["tensors"]
    }
print(json.dumps(runs))
