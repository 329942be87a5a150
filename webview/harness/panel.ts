import type { HostMessage, InspectorMessage, InspectorState } from '../../src/views/messages';
import { data, exported, inspection, inspectionOf, paused, rate, training } from './fixtures';
import { chainOf, hundreds, hundredsStep, hundredsTraining } from './hundreds';
import { answerTo } from './answers';
import { historyFor, isAboutHistory, networkOfRun } from './histories';
import {
  fewClasses,
  manyClasses,
  pairOf,
  reconstructions,
  twoClasses,
  values,
} from './evaluations';
import { branchy, lenet5, rows, sequences } from './networks';

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
  hundreds: () => ({
    ...base(),
    networks: [hundreds],
    network: hundreds.name,
    training: hundredsTraining(700),
  }),
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
        const value = historyFor(shown.networks ?? [], message);
        tell({ type: 'found', id: message.id, value });
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
