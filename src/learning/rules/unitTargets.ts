import { Arithmetic } from '../../graph/arithmetic';
import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { sliceAxis } from '../../graph/layout';
import type { Layer, Network } from '../../network/network';
import type { Targets } from '../entries';
import { LearningError } from '../learningError';
import { counted } from '../../text/numbers';

/** What each output unit is to answer: one unit for each class or value; of two classes one unit tells the second. */

/** Why targets do not fit the units of the head. */
export function unitIncompatibilities(
  rule: string,
  network: Network,
  layer: Layer,
  targets: Targets | undefined,
): readonly LearningError[] {
  const [head] = network.outputs;
  if (head.id !== layer.id)
    return [
      new LearningError(
        'rule-layer',
        `\`${rule}\` compares the outputs of the layer it trains with the targets; \`${layer.id}\` is not the output`,
        layer,
      ),
    ];
  const [units] = layer.shape;
  if (!targets || units === targets.count || isOneOfTwo(targets, units)) return [];
  const what = targets.kind === 'classes' ? 'classes' : 'target values';
  const message = `the data has ${targets.count} ${what}, but \`${layer.id}\` has ${counted(units, 'unit')}; give it ${targets.count}`;
  return [new LearningError('head-size', message, layer)];
}

const isOneOfTwo = ({ kind, count }: Targets, units: number): boolean =>
  kind === 'classes' && count === 2 && units === 1;

/** Targets for each unit, [N, units]: classes as two numbers, 0 and 1 when left out; values as they are. */
export function unitTargets(
  graph: GraphBuilder,
  targets: Value,
  { kind, count }: Targets,
  units: number,
  [no, yes]: readonly [no: number, yes: number] = [0, 1],
): Value {
  if (kind === 'values') return targets;
  const a = new Arithmetic(graph);
  const wanted = isOneOfTwo({ kind, count }, units) ? sliceAxis(graph, targets, 1, 1, 1) : targets;
  return no === 0 && yes === 1 ? wanted : a.sub(a.mul(wanted, yes - no), -no);
}
