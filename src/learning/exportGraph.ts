import type { GraphBuilder, Graph } from '../graph/builder';
import { opset as usualOpset } from '../graph/opset';
import { splitKnown, type KnownSplit } from '../graph/passes/splitKnown';
import { takesAnyLength } from '../network/anyLength';
import type { Network } from '../network/network';
import type { Normalization } from '../network/normalization';
import { buildInference, mainOutput } from './inference';
import { lastActivation } from './losses/heads';

/** What a file of a network is to be like. */
export interface ExportForm {
  /** Absent: that of graphs. */
  readonly opset?: number;
  /** Absent: float32. */
  readonly precision?: Precision;
  /** It ends before the last softmax or logistic. */
  readonly logits?: true;
  /** Samples are normalized outside. */
  readonly raw?: true;
}

/** In what a file computes; for `int8` the samples that give the ranges. */
export type Precision =
  | { readonly type: 'float16' }
  | {
      readonly type: 'int8';
      readonly split?: 'train' | 'validation' | 'test';
      readonly samples: number;
    };

/** The graph of a file, and what of it is computed from parameters before: inputs of the graph. */
export interface ExportGraph {
  readonly graph: Graph;
  readonly before?: Pick<KnownSplit, 'known' | 'names'>;
  /** The inputs that are stored in the file. */
  readonly stored: ReadonlySet<string>;
  /** The name of the main head's output. */
  readonly main: string;
  /** The lengths that are open in the file, as the network has them. */
  readonly lengths: Readonly<Record<string, number>>;
}

/** Whether what the last activation of a network is applied to can be its output. */
export function hasLogits({ outputs: [main] }: Network): boolean {
  const last = lastActivation(main);
  return !main.output?.stored && (last === 'softmax' || last === 'logistic');
}

/** The name of an open number of steps. */
const steps = 'steps';

/** The network in use as a file has it: layers are single operators where ONNX has them, nothing is computed from parameters alone. */
export function buildExport(
  network: Network,
  normalization: Normalization | undefined,
  { opset = usualOpset, logits, raw }: ExportForm,
  builder?: GraphBuilder,
): ExportGraph {
  const isOpen = takesAnyLength(network, opset);
  const whole = buildInference(network, raw ? undefined : normalization, {
    opset,
    ...(isOpen && { steps }),
    ...(logits && { logits }),
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
    main: mainOutput(network, logits),
    lengths: isOpen ? { [steps]: network.input.shape[0] } : {},
  };
}
