import { parameterKey, type Layer } from '../../network/network';
import type { Run } from '../../runs/run';
import { toWire } from '../../runs/wireNumber';
import type { LiveParameters } from '../jobs/liveParameters';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import { networkNamed } from '../notebooks/notebook';
import type { Snapshots, Validated, WeightHistory } from '../protocol/protocol';
import { openHistory, type ParameterHistory } from './parameterHistory';
import { layersNamed } from './subject';

type OfRun = { readonly run?: Run | undefined };

/** The steps of a network's training whose parameters are kept. */
export async function listSnapshots(
  notebook: AnalyzedNotebook,
  { network: name, run }: Pick<Validated<'snapshots'>, 'network'> & OfRun,
  live: LiveParameters,
): Promise<Snapshots> {
  const history = await openHistory(notebook.path, networkNamed(notebook, name), live, run);
  return listed(history);
}

/** How the numbers of each parameter of a layer were distributed at the steps that are kept: histograms over common bins. */
export async function weightHistory(
  notebook: AnalyzedNotebook,
  request: Pick<Validated<'weightHistory'>, 'network' | 'layer' | 'bins'> & OfRun,
  live: LiveParameters,
): Promise<WeightHistory> {
  const network = networkNamed(notebook, request.network);
  const [layer] = layersNamed(network, [request.layer]);
  const history = await openHistory(notebook.path, network, live, request.run);
  if (!history) return { ...listed(history), parameters: [] };
  const states = await statesOf(history, layer);
  return {
    ...listed(history),
    parameters: layer.parameters.map((spec) => {
      const numbers = states.map((state) => state.get(parameterKey(layer, spec))!);
      const moments = numbers.map(momentsOf);
      const finite = moments.filter(({ min }) => Number.isFinite(min));
      const range = {
        from: finite.reduce((least, { min }) => Math.min(least, min), finite[0]?.min ?? 0),
        to: finite.reduce((most, { max }) => Math.max(most, max), finite[0]?.max ?? 0),
      };
      return {
        name: spec.name,
        shape: [...spec.shape],
        ...range,
        steps: moments.map(({ mean, deviation, min, max }, i) => ({
          mean: toWire(mean),
          deviation: toWire(deviation),
          min: toWire(min),
          max: toWire(max),
          counts: countsOf(numbers[i], range, request.bins),
        })),
      };
    }),
  };
}

const listed = (history: ParameterHistory | undefined): Snapshots =>
  history ? { run: history.newest.run, steps: [...history.steps] } : { steps: [] };

/** The parameters of a layer at each step. */
async function statesOf(
  history: ParameterHistory,
  layer: Layer,
): Promise<ReadonlyMap<string, Float32Array>[]> {
  const keys = layer.parameters.map((spec) => parameterKey(layer, spec));
  const states: ReadonlyMap<string, Float32Array>[] = [];
  for (const step of history.steps) {
    const all = await history.at(step);
    states.push(new Map(keys.map((key) => [key, all.get(key)!])));
  }
  return states;
}

/** Mean, population deviation and range of the finite ones among some numbers; none are finite where there are none. */
function momentsOf(numbers: Float32Array) {
  let [count, sum, min, max] = [0, 0, Infinity, -Infinity];
  for (const number of numbers) {
    if (!Number.isFinite(number)) continue;
    count++;
    sum += number;
    if (number < min) min = number;
    if (number > max) max = number;
  }
  const mean = sum / count;
  let squares = 0;
  for (const number of numbers) if (Number.isFinite(number)) squares += (number - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / count), min, max };
}

/** How many of some numbers fall into each bin of a range; its end belongs to the last one. */
function countsOf(
  numbers: Float32Array,
  { from, to }: { readonly from: number; readonly to: number },
  bins: number,
): number[] {
  const counts = new Array<number>(bins).fill(0);
  const scale = to > from ? bins / (to - from) : 0;
  for (const number of numbers)
    if (Number.isFinite(number)) counts[Math.min(bins - 1, Math.floor((number - from) * scale))]++;
  return counts;
}
