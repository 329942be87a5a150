import { Arithmetic } from '../../../graph/arithmetic';
import type { GraphBuilder } from '../../../graph/builder';
import type { Value } from '../../../graph/graph';
import type { Levels } from '../../../network/entries';
import type { Layer, Network } from '../../../network/network';
import type { Targets } from '../../entries';
import { LearningError } from '../../learningError';
import { isOneOfTwo, secondOfTwo } from '../../losses/heads';
import { counted } from '../../../text/numbers';

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

/** Targets for each unit, [N, units]: classes as two numbers, 0 and 1 when left out; values as they are. */
export function unitTargets(
  graph: GraphBuilder,
  targets: Value,
  { kind, count }: Targets,
  units: number,
  [no, yes]: Levels = [0, 1],
): Value {
  if (kind === 'values') return targets;
  if (isOneOfTwo({ kind, count }, units)) return secondOfTwo(graph, targets, [no, yes]);
  const a = new Arithmetic(graph);
  return no === 0 && yes === 1 ? targets : a.sub(a.mul(targets, yes - no), -no);
}
