import type { DataPlan } from '../data/plan';
import type { Diagnostic, Location } from '../language/source';
import type { Statement } from '../language/syntax';
import type { TrainPlan } from '../learning/plan';
import type { RateRange } from '../learning/rateSearch';
import type { Layer, Network } from '../network/network';
import type { SplitName } from '../data/dataset';

/** `inspect`: what to measure, and the sample to look at. */
export interface InspectPlan {
  readonly network: string;
  /** The data named in the text, else that of the network's last `train` action. */
  readonly data?: string;
  readonly gradients: boolean;
  readonly activations: boolean;
  /** Layers whose feature maps are wanted. */
  readonly features: readonly string[];
  /** Absent where the text names none: the test split, else one that has samples. */
  readonly split?: SplitName;
  readonly index: number;
  /** Where the text names the sample. */
  readonly sampleLocation?: Location;
}

interface ActionBase {
  readonly cell: number;
  readonly location: Location;
  readonly network: Network;
}

export interface TrainAction extends ActionBase {
  readonly kind: 'train';
  readonly plan: TrainPlan;
  readonly data: DataPlan;
}

export interface InspectAction extends ActionBase {
  readonly kind: 'inspect';
  readonly plan: InspectPlan;
}

export interface ExportAction extends ActionBase {
  readonly kind: 'export';
  /** As written: relative to the notebook's folder. */
  readonly file: string;
}

/** `find rate of …`: a training as planned, but with rates that rise from step to step. */
export interface FindAction extends ActionBase {
  readonly kind: 'find';
  readonly plan: TrainPlan;
  readonly data: DataPlan;
  readonly range: RateRange;
}

export type Action = TrainAction | InspectAction | ExportAction | FindAction;

/** A notebook understood as a whole. Definitions are visible everywhere; actions keep their order. */
export interface Program {
  /** The statements of each code cell. */
  readonly cells: readonly (readonly Statement[])[];
  readonly diagnostics: readonly Diagnostic[];
  readonly networks: ReadonlyMap<string, Network>;
  /** All layers whose shapes are known, those of networks with errors too. */
  readonly layers: readonly Layer[];
  readonly data: ReadonlyMap<string, DataPlan>;
  /** Only those free of errors, so that what is here can run. */
  readonly actions: readonly Action[];
}

export const hasErrors = (program: Program): boolean =>
  program.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
