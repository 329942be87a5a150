import type { History, Inspection, Measure, TrainingSnapshot } from '../../src/views/payloads';
import { joined, splitKey } from '../../src/views/layers';
import type { WireNumber } from '../../src/views/payloads';
import { toNumber } from '../ui/format';

/** A measure of one layer's parameters: one row of the chart. */
export interface MeasuredLayer {
  readonly layer: string;
  /** What those of its parameters come to, now; null before the first step. */
  readonly value: number | null;
  readonly parameters: readonly { readonly name: string; readonly value: number | null }[];
  /** The layer's value at each point of the history. */
  readonly history: readonly (number | null)[];
}

export interface LayerChartData {
  readonly rows: readonly MeasuredLayer[];
  /** Last training step of each point of the histories. */
  readonly steps: readonly number[];
}

type Join = Pick<Measure, 'join'>;

/** What several parameters come to together, as far as all are known. */
const together = (measure: Join, values: readonly (number | null)[]): number | null =>
  values.length === 0 || values.includes(null) ? null : joined(measure, values as number[]);

/** The measures of a training that have a number for each parameter. */
export const layerMeasures = ({ measures }: TrainingSnapshot): readonly Measure[] =>
  measures.filter(({ items }) => items !== undefined);

/** Such a measure, its parameters (`C1.weight`) grouped by layer, in the network's order. */
export function trainingLayers({ layers }: TrainingSnapshot, measure: Measure): LayerChartData {
  const { name, items = [] } = measure;
  const { values = [], history } = layers[name] ?? {};
  const rows = [...groupByLayer(items)].map(([layer, members]): MeasuredLayer => {
    const parameters = members.map(({ name, index }) => ({
      name,
      value: known(values[index]),
    }));
    const columns = members.map(({ index }) => index);
    return {
      layer,
      value: together(
        measure,
        parameters.map(({ value }) => value),
      ),
      parameters,
      history: history ? layerHistory(measure, history, columns) : [],
    };
  });
  return { rows, steps: history?.steps ?? [] };
}

const known = (value: WireNumber | undefined): number | null =>
  value === undefined ? null : toNumber(value);

/** The same of an inspected sample; layers without parameters have no row. */
export function inspectionLayers({ layers, measure }: Inspection): LayerChartData {
  const rows = layers
    .filter(({ parameters }) => parameters.some(({ gradient }) => gradient !== undefined))
    .map(({ layer, parameters }): MeasuredLayer => {
      const values = parameters.map(({ key, gradient }) => ({
        name: splitKey(key).name,
        value: known(gradient),
      }));
      return {
        layer,
        value: together(
          measure,
          values.map(({ value }) => value),
        ),
        parameters: values,
        history: [],
      };
    });
  return { rows, steps: [] };
}

function layerHistory(
  measure: Join,
  history: History,
  columns: readonly number[],
): (number | null)[] {
  return history.steps.map((_, point) =>
    together(
      measure,
      columns.map((column) => history.columns[column]?.[point] ?? null),
    ),
  );
}

function groupByLayer(keys: readonly string[]) {
  const layers = new Map<string, { name: string; index: number }[]>();
  keys.forEach((key, index) => {
    const { layer, name } = splitKey(key);
    const members = layers.get(layer) ?? [];
    members.push({ name, index });
    layers.set(layer, members);
  });
  return layers;
}
