import type { Answer, LayerPart, Question } from '../compute/protocol/answer';
import type {
  DataDescription,
  Forecast,
  Inspection,
  RateSearch,
  WireTensor,
} from '../compute/protocol/protocol';
import type { Attends, Family } from '../network/entries';
import type { ImageWindow } from '../shape/receptive';
import type { Measure, RunEvent, Scores, SettingChange, Verdict, WireNumber } from '../runs/events';

/** What the host shows in cell outputs and in the inspector: plain JSON, understood by the webviews. */

/** MIME types of the notebook outputs; each has a text alternative beside it. */
export const mimeTypes = {
  data: 'application/vnd.dnn.data+json',
  network: 'application/vnd.dnn.network+json',
  training: 'application/vnd.dnn.training+json',
  inspection: 'application/vnd.dnn.inspection+json',
  rate: 'application/vnd.dnn.rate+json',
  forecast: 'application/vnd.dnn.forecast+json',
  error: 'application/vnd.dnn.error+json',
} as const;

/** A kind of outputs with a MIME type of its own, and a view in the webviews. */
export type RenderedKind = keyof typeof mimeTypes;

export const isRendered = (kind: string): kind is RenderedKind => kind in mimeTypes;

/** What each MIME type carries. */
export interface Payloads {
  readonly data: DataPayload;
  readonly network: NetworkPayload;
  readonly training: TrainingSnapshot;
  readonly inspection: Inspection;
  readonly rate: RateSearch;
  readonly forecast: Forecast;
  readonly error: ErrorPayload;
}

/** Why a cell failed, and what to do about it. */
export interface ErrorPayload {
  readonly message: string;
  readonly hint?: string;
}

export type {
  Answer,
  DataDescription,
  Family,
  Forecast,
  Inspection,
  LayerPart,
  Measure,
  Question,
  RateSearch,
  Scores,
  Verdict,
  WireNumber,
  WireTensor,
};

/** A `data` declaration. What only loading the files tells is absent until they are loaded. */
export interface DataPayload extends Readonly<Partial<DataDescription>> {
  readonly name: string;
  /** The source as written: `digits(train: 20000, test: 4000, seed: 7)`. */
  readonly source: string;
  /** Absent where none is written. */
  readonly batch?: number;
  readonly normalization: string;
}

/** One row of the layer table, one box of the layer graph. */
export interface LayerRow {
  readonly id: string;
  readonly operator: string;
  readonly family: Family;
  /** The call as a reader would write it: `conv(6, kernel: 5)`. */
  readonly text: string;
  /** Activation names, in order. */
  readonly activations: readonly string[];
  /** Ids of the layers it reads; the network's input has the id `input`. */
  readonly inputs: readonly string[];
  /** Without the batch axis. */
  readonly shape: readonly number[];
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] }[];
  readonly parameterCount: number;
  /** For one sample, forward. */
  readonly multiplyAdds: number;
  /** Bytes of the layer's parameters and of its activation for one sample, in float32. */
  readonly memory: number;
  /** Blocks, branches and repeats around it, outermost first. */
  readonly groups: readonly string[];
  /** Of images: what a place of the output reads of its inputs. */
  readonly window?: ImageWindow;
  /** Steps read each other. */
  readonly attends?: Attends;
  /** Set on heads. */
  readonly output?: { readonly name: string; readonly weight: number };
  /** What theory expects of a gradient's norm on its way back through the layer, as training starts. */
  readonly backward?: {
    /** Through weights as they are drawn; absent where the layer is not linear in them. */
    readonly weights?: { readonly initializer: string; readonly gain: number };
    /** Through the activations: at most, and typically. */
    readonly activation?: {
      readonly names: readonly string[];
      readonly greatest: number;
      readonly typical: number;
      readonly source?: string;
    };
  };
}

/** A resolved network: the layer table with its sums, and the layer graph. */
export interface NetworkPayload {
  readonly name: string;
  readonly input: { readonly name: string; readonly shape: readonly number[] };
  /** Every layer after the layers it reads; the input itself is not among them. */
  readonly layers: readonly LayerRow[];
  readonly totals: {
    readonly parameterCount: number;
    readonly multiplyAdds: number;
    readonly memory: number;
  };
}

/** Values over training steps, thinned to a bounded number of points: each is the mean of `stride` steps. */
export interface History {
  stride: number;
  /** Steps already in the last point. */
  filled: number;
  /** The last step of each point. */
  steps: number[];
  /** One column a series (`columns[series][point]`); `null` where a value is missing or not finite. */
  columns: (number | null)[][];
}

export type TrainingStatus =
  | 'running'
  | 'completed'
  | 'early-stop'
  | 'interrupted'
  /** An error ended it; see `error`. */
  | 'failed';

/**
 * A run as it is shown. It grows by `recordEvent` (`training.ts`), on the host and in the inspector alike, and is
 * itself the message that carries it.
 */
export interface TrainingSnapshot {
  readonly run: string;
  readonly network: string;
  readonly data: string;
  readonly device: string;
  /** As it stands: it may be changed while training goes on. */
  epochs: number;
  /** Steps in all. */
  steps: number;
  stepsPerEpoch: number;
  readonly batch: number;
  readonly samples: number;
  readonly seed: number;
  /** What its steps tell, those of earlier phases too. */
  measures: readonly Measure[];
  /** The phase that goes on, where there are several, and where each began. */
  phase?: PhaseEvent['phase'];
  phases: readonly { readonly name: string; readonly step: number }[];
  status: TrainingStatus;
  /** Set while it waits between two steps; the status is `running` then. */
  paused?: true;
  /** What was changed while it went on, each for the steps after `step`. */
  changes: readonly (SettingChange & { readonly step: number })[];
  /** Single numbers over the steps: a column for each measure without items, in their order (batch values, averaged). */
  curves: History;
  /** Measures with a number for each parameter, by name: at the last step, and over training (left out of cell outputs). */
  layers: Record<string, { readonly values: WireNumber[]; readonly history?: History }>;
  /** What has been learned, in images: the newest of each kind. */
  pictures: readonly PictureEvent[];
  /** What the network wrote last. */
  written?: WrittenEvent;
  /** What passes over the data has found. */
  measured: MeasuredEvent['values'];
  progress: {
    step: number;
    /** From 1. */
    epoch: number;
    /** By measure without items, at the last step. */
    values: Readonly<Record<string, WireNumber>>;
    rate?: number;
    samplesPerSecond?: number;
    /** Seconds of training so far and, as an estimate, left. */
    seconds: number;
    remaining?: number;
  };
  epochScores: {
    readonly epoch: number;
    readonly step: number;
    readonly train: Scores;
    readonly validation?: Scores;
  }[];
  /** Scores at the end. */
  result?: { readonly train?: Scores; readonly validation?: Scores; readonly test?: Scores };
  /** What a step took, and what had been expected, in milliseconds. */
  stepTime?: { readonly milliseconds: number; readonly estimated?: number };
  checkpoint?: { readonly step: number; readonly file: string };
  warnings: string[];
  /** What is the matter with it, causes first. */
  verdicts: readonly Verdict[];
  error?: { readonly message: string; readonly hint?: string };
}

type EventOf<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;
export type StartEvent = EventOf<'start'>;
export type StepEvent = EventOf<'step'>;
export type PhaseEvent = EventOf<'phase'>;
export type PictureEvent = Omit<EventOf<'picture'>, 'event'>;

export type WrittenEvent = Omit<EventOf<'written'>, 'event'>;
export type MeasuredEvent = EventOf<'measured'>;
