import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import type { Parameter } from '../../language/vocabulary';
import { ShapeError } from '../entries';
import type { Shape } from '../parameters';

/** For each map the channels it sees. */
export type ConnectionTable = readonly (readonly number[])[];

/** The table of LeNet-5’s layer C3: LeCun et al. (1998), table I. */
const lenet5: ConnectionTable = [
  ...[0, 1, 2, 3, 4, 5].map((first) => cyclic(first, 3)),
  ...[0, 1, 2, 3, 4, 5].map((first) => cyclic(first, 4)),
  [0, 1, 3, 4],
  [1, 2, 4, 5],
  [0, 2, 3, 5],
  [0, 1, 2, 3, 4, 5],
];

/** Neighbouring channels of six, the first beside the last. */
function cyclic(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => (first + i) % 6).sort((a, b) => a - b);
}

export const connectionsParameter: Parameter<ConnectionTable | 'lenet5' | undefined> = {
  type: 'table',
  summary:
    'The channels each map reads, numbered from 0: a list of lists, or `lenet5` for the table of its C3; all when left out.',
  required: false,
  default: undefined,
  minimum: 0,
  choices: ['lenet5'],
};

/** The table with its places checked; throws `ShapeError` when it does not fit the maps and channels. */
export function connectionTable(
  connections: ConnectionTable | 'lenet5',
  maps: number,
  channels: number,
  inputs: readonly Shape[],
): ConnectionTable {
  const table = connections === 'lenet5' ? lenet5 : connections;
  const expect = (fits: boolean, message: string, expected: string) => {
    if (!fits) throw new ShapeError(message, expected, inputs);
  };
  const rows = `the connection table has ${table.length} rows for ${maps} maps`;
  expect(table.length === maps, rows, `${maps} rows`);
  table.forEach((row, map) => {
    const outside = row.find((channel) => channel >= channels);
    const valid = `channels from 0 to ${channels - 1}`;
    expect(outside === undefined, `map ${map} would read channel ${outside} of ${channels}`, valid);
    expect(row.length > 0, `map ${map} reads no channel`, valid);
    expect(new Set(row).size === row.length, `map ${map} reads a channel twice`, 'each once');
  });
  return table;
}

/** The kernels of all connections, [connections, height, width], as filters whose other kernels are zero. */
export function filtersOf(
  graph: GraphBuilder,
  kernels: Value,
  table: ConnectionTable,
  channels: number,
  [height, width]: readonly [number, number],
): Value {
  const places = table.flatMap((row, map) => row.map((channel) => map * channels + channel));
  const count = places.length;
  const spread = new Float32Array(table.length * channels * count);
  places.forEach((place, connection) => (spread[place * count + connection] = 1));
  const matrix = graph.constant(spread, [table.length * channels, count]);
  const rows = graph.reshape(kernels, [count, height * width]);
  const shape = [table.length, channels, height, width];
  return graph.reshape(graph.matMul(matrix, rows), shape);
}
