import type { History, Inspection, Measure, TrainingSnapshot } from '../../src/views/payloads';
import { toNumber, type WireNumber } from '../ui/format';

/** The gradient of one layer's parameters: one row of the gradient chart. */
export interface GradientRow {
  readonly layer: string;
  /** ‖∂E/∂w‖₂ over all parameters of the layer, now; null before the first step. */
  readonly value: number | null;
  readonly parameters: readonly { readonly name: string; readonly value: number | null }[];
  /** The layer's magnitude at each point of the history. */
  readonly history: readonly (number | null)[];
}

export interface GradientChartData {
  readonly rows: readonly GradientRow[];
  /** Last training step of each point of the histories. */
  readonly steps: readonly number[];
}

/** The norm of several parameters together: the root of the sum of the squared norms. */
export const joinNorms = (norms: readonly (number | null)[]): number | null =>
  norms.length === 0 || norms.includes(null) ? null : Math.hypot(...(norms as number[]));

/** The measures of a training that have a number for each parameter. */
export const layerMeasures = ({ measures }: TrainingSnapshot): readonly Measure[] =>
  measures.filter(({ items }) => items !== undefined);

/** Such a measure, its parameters (`C1.weight`) grouped by layer, in the network's order. */
export function trainingLayers(
  { layers }: TrainingSnapshot,
  { name, items = [] }: Measure,
): GradientChartData {
  const { values = [], history } = layers[name] ?? {};
  const rows = [...groupByLayer(items)].map(([layer, members]): GradientRow => {
    const parameters = members.map(({ name, index }) => ({
      name,
      value: known(values[index]),
    }));
    return {
      layer,
      value: joinNorms(parameters.map(({ value }) => value)),
      parameters,
      history: history
        ? layerHistory(
            history,
            members.map(({ index }) => index),
          )
        : [],
    };
  });
  return { rows, steps: history?.steps ?? [] };
}

const known = (value: WireNumber | undefined): number | null =>
  value === undefined ? null : toNumber(value);

/** The gradients of an inspected sample; layers without parameters have no row. */
export function inspectionGradients(inspection: Inspection): GradientChartData {
  const rows = inspection.layers
    .filter(({ parameters }) => parameters.some(({ gradient }) => gradient !== undefined))
    .map(({ layer, parameters }): GradientRow => {
      const values = parameters.map(({ key, gradient }) => ({
        name: splitKey(key).name,
        value: known(gradient),
      }));
      return {
        layer,
        value: joinNorms(values.map(({ value }) => value)),
        parameters: values,
        history: [],
      };
    });
  return { rows, steps: [] };
}

function layerHistory(history: History, columns: readonly number[]): (number | null)[] {
  return history.steps.map((_, point) =>
    joinNorms(columns.map((column) => history.columns[column]?.[point] ?? null)),
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

/** `block.C1.weight` → layer `block.C1`, name `weight`. */
function splitKey(key: string): { layer: string; name: string } {
  const dot = key.lastIndexOf('.');
  return dot < 0
    ? { layer: key, name: key }
    : { layer: key.slice(0, dot), name: key.slice(dot + 1) };
}
