import * as z from 'zod';
import { multiplyAdds } from '../../graph/cost';
import type { Graph } from '../../graph/builder';
import { roles, type GraphNode, type Role, type Value } from '../../graph/graph';
import { elements } from '../../shape/elements';

/** What a device has to do for a training step, counted in the step's graph. */

export const stepWork = z.object({
  /** Operators to be started. */
  nodes: z.number(),
  /** Numbers that operators read and write. */
  numbers: z.number(),
  /** Floating-point operations of matrix products and convolutions: two for each multiply-add. */
  operations: z.number(),
});
export type StepWork = z.infer<typeof stepWork>;

export function workOf({ nodes }: Graph): StepWork {
  let [started, numbers, operations] = [0, 0, 0];
  for (const node of nodes) {
    if (isView(node)) continue;
    started++;
    for (const value of [...node.inputs, ...node.outputs]) numbers += lengthOf(value);
    operations += 2 * multiplyAdds(node);
  }
  return { nodes: started, numbers, operations };
}

/** The floating-point operations by what they are for; the loss, which belongs to no role, counts as forward. */
export function operationsByRole({ nodes }: Graph): Readonly<Record<Role, number>> {
  const sums = Object.fromEntries(roles.map((role) => [role, 0])) as Record<Role, number>;
  for (const node of nodes) sums[node.origin?.role ?? 'forward'] += 2 * multiplyAdds(node);
  return sums;
}

/** The same numbers under another shape: nothing is computed. */
const isView = ({ operator, inputs: [input], outputs: [output] }: GraphNode): boolean =>
  operator.keepsElements === true &&
  input?.type.dataType === output?.type.dataType &&
  lengthOf(input) === lengthOf(output);

/** Constants are not counted: devices keep them. */
const lengthOf = (value: Value | undefined): number =>
  value === undefined || value.data ? 0 : elements(value.type.shape.map(Number));
