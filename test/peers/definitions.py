"""Prints, as JSON, the opsets in which each of ONNX's operators was defined anew."""
import json
from onnx import defs

opsets = {}
for schema in defs.get_all_schemas_with_history():
    if schema.domain == "":
        opsets.setdefault(schema.name, set()).add(schema.since_version)
print(json.dumps({name: sorted(versions) for name, versions in opsets.items()}))
