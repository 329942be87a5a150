import { trainedLayers } from '../../../network/subnetwork';
import { LearningError } from '../../learningError';
import { linearLayerIncompatibilities } from './affineLayer';
import type { RuleSubject } from '../rule';

/** Why a machine with label units is none of this network: a hidden layer that learns, and the softmax head that reads it. */
export function labelledIncompatibilities(
  rule: string,
  { network, targets }: RuleSubject,
): readonly LearningError[] {
  const [hidden, second, third] = trainedLayers(network);
  const [head] = network.outputs;
  const refuse = (message: string, at = head) => [new LearningError('rule-layer', message, at)];
  const called = `\`${rule}(labels: true)\``;
  const units = targets?.kind === 'classes' ? targets.count : 10;
  const advice = `end the network with a layer such as \`output dense(${units}) softmax\` that reads the hidden layer and learns`;
  if (targets && targets.kind !== 'classes')
    return refuse(
      `${called} has a label unit for each class, but the targets are values; leave \`labels\` out`,
    );
  if (third || (second && second.id !== head.id))
    return refuse(
      `${called} trains one hidden layer and the head that reads it, but \`${hidden.id}\`, \`${second.id}\`${third ? ` and \`${third.id}\`` : ''} learn; ` +
        `name the two in a phase: \`phase top: ${rule}(labels: true) { layers ${trainedLayers(network).at(-2)!.id}, ${head.id} }\``,
      third ?? second,
    );
  if (hidden === undefined || second === undefined)
    return refuse(
      `${called} trains a hidden layer and the softmax head that reads it; here only ${hidden ? `\`${hidden.id}\`` : 'nothing'} learns: ${advice}`,
    );
  if (head.inputs.join() !== hidden.id)
    return refuse(`${called} needs a head that reads \`${hidden.id}\` itself; ${advice}`);
  const activations = head.activations.map(({ entry }) => entry.name).join();
  if (!head.entry.affine || head.shared || activations !== 'softmax')
    return refuse(
      `${called} takes its label units from a \`dense\` head with \`softmax\`; ${advice}`,
    );
  if (targets && head.shape[0] !== targets.count)
    return [
      new LearningError(
        'head-size',
        `the data has ${targets.count} classes, but \`${head.id}\` has ${head.shape[0]} units; give it ${targets.count}`,
        head,
      ),
    ];
  return linearLayerIncompatibilities(rule, hidden, ['logistic']);
}
