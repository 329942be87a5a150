import { visible } from '../text/visible';
import type { ModelProto } from './onnx_pb';

/**
 * Writes out the control characters in what a model is called, and its tensors and nodes, and what it says of itself: it
 * is shown in terminals and editors, and goes into the models that are exported.
 */
export function makeVisible(model: ModelProto): void {
  model.producerName = visible(model.producerName);
  model.producerVersion = visible(model.producerVersion);
  model.docString = visible(model.docString);
  for (const one of model.metadataProps) {
    one.key = visible(one.key);
    one.value = visible(one.value);
  }
  const { graph } = model;
  if (!graph) return;
  graph.name = visible(graph.name);
  for (const tensor of graph.initializer) tensor.name = visible(tensor.name);
  for (const port of [...graph.input, ...graph.output]) {
    port.name = visible(port.name);
    const type = port.type?.value;
    if (type?.case !== 'tensorType') continue;
    for (const { value } of type.value.shape?.dim ?? [])
      if (value.case === 'dimParam') value.value = visible(value.value);
  }
  for (const node of graph.node) {
    node.name = visible(node.name);
    node.opType = visible(node.opType);
    node.domain = visible(node.domain);
    node.input = node.input.map(visible);
    node.output = node.output.map(visible);
  }
}
