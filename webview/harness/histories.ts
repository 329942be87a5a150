import type { HistoryAnswers, HistoryMessage, WeightHistory } from '../../src/views/history';
import type { InspectorMessage } from '../../src/views/messages';
import type { NetworkPayload } from '../../src/views/payloads';
import { statistics } from '../featureMaps/tensor';
import { parameterOf } from './answers';

/** Stands for the host where a page asks about earlier steps and other runs. */

const steps = [
  0,
  1,
  2,
  4,
  8,
  16,
  32,
  64,
  ...Array.from({ length: 16 }, (_, i) => 64 * (i + 2)),
  1128,
];

/** With two more maps in its first layers. */
const wider = ({ layers, ...network }: NetworkPayload): NetworkPayload => ({
  ...network,
  layers: layers.map((layer) => {
    const [count = 0, ...map] = layer.shape;
    if (layer.id !== 'C1' && layer.id !== 'S2') return layer;
    const parameters = layer.parameters.map((each) => ({
      ...each,
      shape: [count + 2, ...each.shape.slice(1)],
    }));
    return { ...layer, shape: [count + 2, ...map], parameters };
  }),
});

/** The network of a run of the harness. */
export const networkOfRun = (networks: readonly NetworkPayload[], run: string) => {
  const [first, second = first] = networks;
  return run === 'branchy' ? second : wider(first);
};

const kinds: readonly string[] = ['snapshots', 'weightHistory', 'otherRuns', 'networkOfRun'];

export const isAboutHistory = (message: InspectorMessage): message is HistoryMessage =>
  kinds.includes(message.type);

export function historyFor(
  networks: readonly NetworkPayload[],
  message: HistoryMessage,
): HistoryAnswers[keyof HistoryAnswers] {
  switch (message.type) {
    case 'snapshots':
      return { run: message.run ?? '2026-01-05-lenet5-7', steps };
    case 'otherRuns':
      return [
        { run: 'wider', name: 'two more maps', network: networks[0]?.name ?? '' },
        { run: 'branchy', name: 'Jan 4, 02:03 PM', network: networks[1]?.name ?? '' },
      ];
    case 'networkOfRun':
      return networkOfRun(networks, message.run);
    case 'weightHistory': {
      const network =
        message.run === undefined
          ? networks.find(({ name }) => name === message.network)
          : networkOfRun(networks, message.run);
      const layer = network?.layers.find(({ id }) => id === message.layer);
      const parameters = (layer?.parameters ?? []).map(({ name, shape }) =>
        spread(
          name,
          shape,
          steps.map((step) => parameterOf(shape, step)),
        ),
      );
      return { run: '2026-01-05-lenet5-7', steps, parameters };
    }
    default:
      return message satisfies never;
  }
}

const bins = 64;

function spread(
  name: string,
  shape: readonly number[],
  states: readonly Float32Array[],
): WeightHistory['parameters'][number] {
  const { min: from, max: to } = statistics(states);
  return {
    ...{ name, shape: [...shape], from, to },
    steps: states.map((values) => {
      const counts = new Array<number>(bins).fill(0);
      for (const value of values) {
        const bin = Math.min(bins - 1, Math.floor((bins * (value - from)) / (to - from || 1)));
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return { ...statistics([values]), counts };
    }),
  };
}
