import { isWeight, joined, splitKey } from '../../src/views/layers';
import type { Inspection, Measure, TrainingSnapshot, WireNumber } from '../../src/views/payloads';
import { toNumber } from '../ui/format';
import { JointHistory } from './jointHistory';

/** A measure of one layer's parameters: one row of the chart. */
export interface MeasuredLayer {
  readonly layer: string;
  /** What those of its parameters come to, now; null before the first step. */
  readonly value: number | null;
  readonly parameters: readonly { readonly name: string; readonly value: number | null }[];
  /** The layer's value at each point of the history. */
  readonly history: readonly (number | null)[];
  /** The gradient of what the layer gives, of an inspected sample. */
  readonly activation?: number | null;
}

export interface LayerChartData {
  readonly rows: readonly MeasuredLayer[];
  /** Last training step of each point of the histories. */
  readonly steps: readonly number[];
  /** Of how many steps told each point is the mean. */
  readonly stride?: number;
  /** What a point of the history was, parameter by parameter. */
  readonly at?: (point: number) => readonly MeasuredLayer['parameters'][];
  readonly joint?: JointHistory;
}

/** Which parameters of a layer count. */
export type Part = 'weights' | 'biases' | 'all';

export const counts = (part: Part, name: string): boolean =>
  part === 'all' || isWeight(name) === (part === 'weights');

type Join = Pick<Measure, 'join'>;

/** The measures of a training that have a number for each parameter. */
export const layerMeasures = ({ measures }: TrainingSnapshot): readonly Measure[] =>
  measures.filter(({ items }) => items !== undefined);

interface Member {
  readonly name: string;
  readonly index: number;
}

/** Such a measure, its parameters (`C1.weight`) grouped by layer, in the network's order. */
export function trainingLayers(
  { layers }: TrainingSnapshot,
  measure: Measure,
  part: Part = 'all',
  joint = jointHistory(measure, part),
): LayerChartData {
  const { name, items = [] } = measure;
  const { values = [], history } = layers[name] ?? {};
  if (history) joint.follow(history);
  const groups = groupByLayer(items, part);
  const told = (numbers: (member: Member) => number | null) =>
    groups.map(([, members]) =>
      members.map((member) => ({ name: member.name, value: numbers(member) })),
    );
  const latest = told(({ index }) => known(values[index]));
  const rows = groups.map(([layer], row): MeasuredLayer => {
    const parameters = latest[row] ?? [];
    return {
      layer,
      value: valueOf(measure, parameters),
      parameters,
      history: joint.rows[row] ?? [],
    };
  });
  return {
    rows,
    steps: history?.steps ?? [],
    joint,
    ...(history && {
      stride: history.stride,
      at: (point: number) => told(({ index }) => history.columns[index]?.[point] ?? null),
    }),
  };
}

/** Follows the history of such a measure. */
export const jointHistory = (measure: Measure, part: Part): JointHistory =>
  new JointHistory(
    groupByLayer(measure.items ?? [], part).map(([, members]) => members.map(({ index }) => index)),
    (values) => joined(measure, values),
  );

/** What several parameters come to together, as far as all are known. */
export const valueOf = (measure: Join, parameters: MeasuredLayer['parameters']): number | null => {
  const values = parameters.flatMap(({ value }) => (value === null ? [] : [value]));
  return values.length === 0 || values.length < parameters.length ? null : joined(measure, values);
};

const known = (value: WireNumber | undefined): number | null =>
  value === undefined ? null : toNumber(value);

/** The same of an inspected sample; layers without parameters have no row. */
export function inspectionLayers(
  { layers, measure }: Inspection,
  part: Part = 'all',
): LayerChartData {
  const rows = layers
    .map(({ layer, parameters, activationGradient }): MeasuredLayer => {
      const told = parameters.flatMap(({ key, gradient }) => {
        const { name } = splitKey(key);
        return gradient !== undefined && counts(part, name)
          ? [{ name, value: known(gradient) }]
          : [];
      });
      return {
        layer,
        value: valueOf(measure, told),
        parameters: told,
        history: [],
        activation: known(activationGradient),
      };
    })
    .filter(({ parameters }) => parameters.length > 0);
  return { rows, steps: [] };
}

function groupByLayer(
  keys: readonly string[],
  part: Part,
): readonly (readonly [string, readonly Member[]])[] {
  const layers = new Map<string, Member[]>();
  keys.forEach((key, index) => {
    const { layer, name } = splitKey(key);
    if (!counts(part, name)) return;
    const members = layers.get(layer) ?? [];
    members.push({ name, index });
    layers.set(layer, members);
  });
  return [...layers];
}

/** Whether layers have both weights and others, so that one can choose. */
export const hasParts = (names: Iterable<string>): boolean =>
  new Set([...names].map(isWeight)).size === 2;
