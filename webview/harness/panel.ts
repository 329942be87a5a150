import type { HostMessage, InspectorMessage, InspectorState } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { data, exported, inspection, inspectionOf, paused, rate, training } from './fixtures';
import { chainOf, hundreds, hundredsStep, hundredsTraining } from './hundreds';
import { answerTo } from './answers';
import { historyFor, isAboutHistory, networkOfRun } from './histories';
import { lookedUp } from './lookups';
import {
  fewClasses,
  manyClasses,
  pairOf,
  reconstructions,
  twoClasses,
  values,
} from './evaluations';
import { attentive, branchy, characters, gpt, lenet5, rows, sequences, vit } from './networks';

/** Stands for the extension host of the inspector's page (`?view=trained&tab=layers`). */

const { thumbnails: _, ...digits } = data();

const states: Readonly<Record<string, () => Partial<InspectorState>>> = {
  empty: () => ({}),
  noNetwork: () => ({ notebook: 'lenet5.dnn' }),
  run: () => ({
    ...states.trained?.(),
    pinned: true,
    run: {
      name: 'wide net, rate 0.1',
      tags: ['baseline', 'paper'],
      note: 'The rate was found by the range test; momentum as in the lecture.',
    },
  }),
  untrained: () => ({ ...base(), data: [digits] }),
  restricted: () => ({ ...base(), restricted: true }),
  trained: () => ({
    ...trained(),
    inspection: inspection(),
    settings: {
      batch: 128,
      optimizer: 'sgd(rate: 0.1, momentum: 0.9, nesterov: false)',
      epochs: 8,
    },
    results: [
      { action: 'find rate of LeNet5', kind: 'rate', payload: rate() },
      { action: 'export LeNet5 to "lenet5.onnx"', text: exported },
    ],
    sample: { data: 'digits', split: 'test', index: 7 },
  }),
  evaluated: () => ({ ...trained(), evaluation: { result: fewClasses(), pair: pairOf() } }),
  twoClasses: () => ({ ...trained(), evaluation: { result: twoClasses(), stale: true } }),
  manyClasses: () => ({ ...trained(), evaluation: { result: manyClasses() } }),
  values: () => ({ ...trained(), evaluation: { result: values() } }),
  reconstructions: () => ({
    ...trained(),
    evaluation: { result: reconstructions(), running: { step: 1280, steps: 4000 } },
  }),
  running: () => ({ ...base(), training: training(470) }),
  paused: () => ({ ...base(), training: paused() }),
  branches: () => ({ ...base(), network: 'Branches' }),
  chain: () => {
    const chain = chainOf(Number(parameters.get('layers')));
    return { ...base(), networks: [chain], network: chain.name };
  },
  sequences: () => ({
    ...base(),
    networks: [sequences],
    network: sequences.name,
    inspection: inspectionOf(sequences),
  }),
  rows: () => ({
    ...base(),
    networks: [rows],
    network: rows.name,
    inspection: inspectionOf(rows),
  }),
  named: () => ({
    ...states.rows?.(),
    data: [iris],
    sample: { data: 'iris', split: 'test', index: 7 },
  }),
  sounds: () => ({
    ...states.sequences?.(),
    data: [{ ...digits, name: 'digits', madeOf: 'sound' }],
  }),
  text: () => ({
    ...base(),
    networks: [characters],
    network: characters.name,
    data: [{ ...digits, madeOf: 'text', target: { kind: 'classes', names: [...alphabet] } }],
    inspection: inspectionOf(characters, (i) => (i * 7) % alphabet.length),
  }),
  attention: () => written(gpt(64)),
  longAttention: () => written(gpt(600, 12)),
  patches: () => ({
    ...base(),
    networks: [vit],
    network: vit.name,
    inspection: { ...inspection(), network: vit.name, features: [] },
  }),
  attentive: () => ({
    ...base(),
    networks: [attentive],
    network: attentive.name,
    inspection: inspectionOf(attentive),
  }),
  hundreds: () => ({
    ...base(),
    networks: [hundreds],
    network: hundreds.name,
    training: hundredsTraining(700),
  }),
};

const alphabet = ' abcdefghijklmnopqrstuvwxyz';

const sentence = 'six and seven make thirteen ten less four make six ';

/** A network that reads a text of its own alphabet. */
const written = (network: NetworkPayload): Partial<InspectorState> => ({
  ...states.text?.(),
  networks: [network],
  network: network.name,
  inspection: inspectionOf(network, (i) => alphabet.indexOf(sentence[i % sentence.length] ?? ' ')),
});

/** A table of flowers, as far as a network that reads it is shown. */
const iris: InspectorState['data'][number] = {
  name: 'iris',
  source: 'csv("iris.csv")',
  normalization: 'standard',
  samples: { train: 120, validation: 0, test: 30 },
  target: { kind: 'classes', names: ['setosa', 'versicolor', 'virginica'] },
  statistics: {
    inputs: [
      { name: 'sepal length', mean: 5.84, deviation: 0.83, minimum: 4.3, maximum: 7.9 },
      { name: 'sepal width', mean: 3.05, deviation: 0.43, minimum: 2, maximum: 4.4 },
      { name: 'petal length', mean: 3.76, deviation: 1.76, minimum: 1, maximum: 6.9 },
      { name: 'petal width', mean: 1.2, deviation: 0.76, minimum: 0.1, maximum: 2.5 },
    ],
    targets: [],
    of: 4,
  },
};

const base = (): Partial<InspectorState> => ({
  notebook: 'lenet5.dnn',
  networks: [lenet5, branchy],
  network: 'LeNet5',
  data: [digits],
});

const trained = (): Partial<InspectorState> => ({ ...base(), training: training() });

const parameters = new URLSearchParams(location.search);
const shown = states[parameters.get('view') ?? 'trained']?.() ?? {};
const sent: InspectorMessage[] = [];
let remembered: unknown = { tab: parameters.get('tab') ?? 'graph' };

const tell = (message: HostMessage) => window.postMessage(message, '*');

Object.assign(window, {
  sent,
  tell,
  hundredsStep,
  acquireVsCodeApi: () => ({
    getState: () => remembered,
    setState: (state: unknown) => (remembered = state),
    postMessage(message: InspectorMessage) {
      sent.push(message);
      if (message.type === 'ask') {
        const { run } = message.of;
        const network =
          run === undefined
            ? shown.networks?.find(({ name }) => name === message.network)
            : networkOfRun(shown.networks ?? [], run);
        if (network) {
          const answer = answerTo(network, message.question, message.of);
          tell({ type: 'answered', id: message.id, answer });
        }
      }
      if (isAboutHistory(message)) {
        const found = historyFor(shown.networks ?? [], message);
        tell({ type: 'lookedUp', id: message.id, found });
      }
      if (message.type === 'activating' || message.type === 'sound') {
        const network = shown.networks?.find(({ name }) => name === message.network);
        const isText = shown.data?.[0]?.madeOf === 'text';
        if (network) tell(lookedUp(network, message, isText));
      }
      if (message.type !== 'ready') return;
      const whole = {
        networks: [],
        data: [],
        results: [],
        inspecting: false,
        preparing: false,
        restricted: false,
        pinned: false,
        ...shown,
      };
      tell({ type: 'snapshot', state: whole });
    },
  }),
});
