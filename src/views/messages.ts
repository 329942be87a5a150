import * as z from 'zod';
import { answerLimits, question, type Answer } from '../compute/protocol/answer';
import type { RunEvent } from '../runs/events';
import { verdict } from '../runs/verdict';
import { evaluationMessages, type EvaluationState } from './evaluation';
import { parametersChoice } from './history';
import { lookupMessages, type LookedUp } from './lookups';
import type { Packed } from './packed';
import type {
  DataPayload,
  Inspection,
  NetworkPayload,
  RenderedKind,
  TrainingSnapshot,
} from './payloads';
import { copyMessage, saveMessage } from './saving';

/**
 * What the inspector panel and the extension host say to each other. The host owns the state: on `ready` it sends all
 * of it, then only what changed. Messages of a webview are validated on the host.
 */

export const sampleChoice = z.object({
  /** Name of a `data` declaration. */
  data: z.string(),
  split: z.enum(['train', 'validation', 'test']),
  index: z.number().int().min(0),
});
export type SampleChoice = z.infer<typeof sampleChoice>;

/** What buttons beside a training ask for; `run` says which one. */
export const trainingControl = z.object({
  type: z.literal('control'),
  run: z.string(),
  command: z.enum(['pause', 'resume', 'stop', 'rate', 'criterion', 'continue']),
});
export type TrainingControl = z.infer<typeof trainingControl>;

/** Writes a learning rate into the network's `train`. */
const rateChoice = z.object({
  type: z.literal('useRate'),
  network: z.string(),
  rate: z.number().positive(),
});

/** Writes what helps against a verdict into the notebook. */
const repairChoice = z.object({
  type: z.literal('repair'),
  network: z.string(),
  /** Of the repair. */
  title: z.string(),
  verdict: verdict.pick({ name: true, layers: true, values: true }),
});
export type RepairChoice = z.infer<typeof repairChoice>;

/** Shows the layer's line in the notebook. */
const layerChoice = z.object({
  type: z.literal('revealLayer'),
  network: z.string(),
  layer: z.string(),
});

/** Opens the designer on a network, and on its layer where one is chosen. */
const editChoice = z.object({
  type: z.literal('edit'),
  network: z.string(),
  layer: z.string().optional(),
});

/** A question with its input as bytes. */
const packedQuestion = question.extend({
  input: question.shape.input.extend({
    data: z
      .instanceof(Uint8Array)
      .refine(({ length }) => length <= 4 * answerLimits.input, 'more numbers than any input has'),
  }),
});
export type PackedQuestion = z.input<typeof packedQuestion>;

export const inspectorMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('selectNetwork'), network: z.string() }),
  /** Feature maps, activation statistics and gradients of a sample; answered by `inspection` or `problem`. */
  z.object({ type: z.literal('inspect'), sample: sampleChoice.optional() }),
  /** What layers make of an input; answered by `answered` with the same number. */
  z.object({
    type: z.literal('ask'),
    id: z.number().int(),
    network: z.string(),
    question: packedQuestion,
    of: parametersChoice.default({}),
  }),
  layerChoice,
  editChoice,
  z.object({ type: z.literal('train'), network: z.string() }),
  trainingControl,
  rateChoice,
  repairChoice,
  z.object({ type: z.literal('export'), network: z.string() }),
  ...evaluationMessages,
  ...lookupMessages,
  saveMessage,
  copyMessage,
  z.object({ type: z.literal('showLog') }),
  /** Leaves a chosen run for the network's running or last one. */
  z.object({ type: z.literal('latestRun') }),
  /** Whether the panel stays with what it shows when another notebook comes to the front. */
  z.object({ type: z.literal('pin'), pinned: z.boolean() }),
]);
export type InspectorMessage = z.infer<typeof inspectorMessage>;
export type Ask = Extract<InspectorMessage, { type: 'ask' }>;

/** Everything the inspector shows. */
export interface InspectorState {
  /** The notebook's file name; absent when none was open. */
  readonly notebook?: string;
  readonly networks: readonly NetworkPayload[];
  readonly data: readonly DataPayload[];
  /** Name of the network on view. */
  readonly network?: string;
  /** The run on view where one was chosen; then networks and data are those of its notebook as it was. */
  readonly run?: ShownRun;
  /** It stays with what it shows when another notebook comes to the front. */
  readonly pinned: boolean;
  /** The network's running or last training, or that of the chosen run, with the history of each layer. */
  readonly training?: TrainingSnapshot;
  /** The settings of that training by name, as they would be written. */
  readonly settings?: Readonly<Record<string, string | number>>;
  /** What other verbs than `train` have found out about the network, the newest first. */
  readonly results: readonly FoundResult[];
  readonly inspection?: Inspection;
  readonly evaluation?: EvaluationState;
  /** An inspection is being computed. */
  readonly inspecting: boolean;
  /** A training of the network is being prepared. */
  readonly preparing: boolean;
  /** The notebook trains the network otherwise now than the run on view did. */
  readonly textChanged?: boolean;
  readonly sample?: SampleChoice;
  readonly problem?: Problem;
  /** Restricted Mode: training and inspecting are refused. */
  readonly restricted: boolean;
}

/** A run that was chosen from the list. */
export interface ShownRun {
  /** Its name, else when it began. */
  readonly name: string;
  readonly tags: readonly string[];
  readonly note?: string;
}

/** The result of an action: for the view of its kind, or as text where there is none. */
export type FoundResult = {
  /** As written: `find rate of Net`. */
  readonly action: string;
} & ({ readonly kind: RenderedKind; readonly payload: unknown } | { readonly text: string });

export interface Problem {
  readonly message: string;
  readonly hint?: string;
}

export type HostMessage =
  | { readonly type: 'snapshot'; readonly state: InspectorState }
  /** Changed fields of the state; `null` removes one. */
  | { readonly type: 'changed'; readonly state: StateChange }
  /** What happened in the shown training since; to be added with `recordEvent`. */
  | { readonly type: 'events'; readonly run: string; readonly events: readonly RunEvent[] }
  | Answered
  | LookedUp;

/** What became of the question of this number; it is no part of the state. */
export type Answered = { readonly type: 'answered'; readonly id: number } & (
  { readonly answer: Packed<Answer> } | { readonly problem: Problem }
);

export type StateChange = {
  readonly [K in keyof InspectorState]?: InspectorState[K] | null;
};

/** What a notebook output may ask of the host (renderer messaging). */
export const rendererMessage = z.discriminatedUnion('type', [
  /** The renderer has started: answered by `changed`, and by `words` where VS Code has another language than English. */
  z.object({ type: z.literal('ready') }),
  /** Runs the cell of an output again. */
  z.object({ type: z.literal('rerun'), output: z.string() }),
  saveMessage,
  copyMessage,
  layerChoice,
  editChoice,
  trainingControl,
  rateChoice,
  repairChoice,
]);
export type RendererMessage = z.infer<typeof rendererMessage>;

/** What the host tells the outputs of a notebook. */
export type OutputsMessage = WordsMessage | ChangedMessage;

/** Which outputs were made by an earlier version of the notebook, all of them. */
export interface ChangedMessage {
  readonly type: 'changed';
  readonly outputs: readonly string[];
}

/** Texts by the English ones they stand for. */
export interface WordsMessage {
  readonly type: 'words';
  readonly words: Readonly<Record<string, string>>;
}
