import type { Attributes, Value } from '../graph';
import type { GraphWriter, InferenceContext, Operator } from '../operator';

/**
 * An operator of our own, with one output, that stands for a group of ONNX's until a graph is lowered: what gradient rules mean
 * is then still known, and a provider may have a better way than the group.
 */
export const composite = (
  name: string,
  attributes: Operator['attributes'],
  infer: (context: InferenceContext) => ReturnType<Operator['infer']>[number],
  body: (graph: GraphWriter, inputs: readonly Value[], attributes: Attributes) => Value,
): Operator => ({
  name,
  domain: 'dnn',
  since: 1,
  attributes,
  infer: (context) => [infer(context)],
  body,
});
