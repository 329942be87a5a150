import type { Measure } from '../runs/events';

/** Measures with a number for each parameter, told by layer. */

/** `block.C1.weight` → layer `block.C1`, name `weight`; a name from a model's file may have no layer in it. */
export function splitKey(key: string): { readonly layer: string; readonly name: string } {
  const dot = key.lastIndexOf('.');
  return dot < 0
    ? { layer: key, name: key }
    : { layer: key.slice(0, dot), name: key.slice(dot + 1) };
}

/** What the numbers of one layer's parameters come to. */
export const joined = ({ join }: Pick<Measure, 'join'>, numbers: readonly number[]): number =>
  join === 'largest' ? Math.max(...numbers) : Math.hypot(...numbers);

/** Whether a parameter of this name holds weights, not a number for each unit or map; any name of a model's file may. */
export const isWeight = (name: string): boolean =>
  !/(^|_)(bias|scale|shift|mean|variance|slope|inhibition)$/i.test(name);
