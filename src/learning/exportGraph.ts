import type { GraphBuilder, Graph } from '../graph/builder';
import { opset as usualOpset } from '../graph/opset';
import { splitKnown, type KnownSplit } from '../graph/passes/splitKnown';
import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';
import { buildInference } from './inference';

/** What a file of a network is to be like. */
export interface ExportForm {
  readonly opset?: number | undefined;
}

/** The graph of a file, and what of it is computed from parameters before: inputs of the graph. */
export interface ExportGraph {
  readonly graph: Graph;
  readonly before?: Pick<KnownSplit, 'known' | 'names'>;
  /** The inputs that are stored in the file. */
  readonly stored: ReadonlySet<string>;
}

/** The network in use as a file has it: layers are single operators where ONNX has them, nothing is computed from parameters alone. */
export function buildExport(
  network: Network,
  normalization: Normalization | undefined,
  { opset = usualOpset }: ExportForm,
  builder?: GraphBuilder,
): ExportGraph {
  const whole = buildInference(network, normalization, {
    opset,
    ...(builder && { graph: builder }),
  });
  const samples = network.input.name;
  const split = splitKnown(whole, ({ name }) => name !== samples);
  const { inputs } = split?.rest ?? whole;
  const stored = inputs.map(({ name }) => name).filter((name) => name !== samples);
  return {
    graph: split?.rest ?? whole,
    ...(split && { before: split }),
    stored: new Set(stored),
  };
}
