import { defineBranch } from '../define';
import { ShapeError } from '../entries';
import type { Shape } from '../parameters';
import { perUnit, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { pointwise } from '../../shape/receptive';
import { reshaped } from './flatten';

function severalInputs(layer: string, inputs: readonly Shape[]): Shape {
  const [first] = inputs;
  if (!first || inputs.length < 2) {
    throw new ShapeError(
      `\`${layer}\` joins two or more branches; write \`${layer} { { … } { … } }\` or \`${layer} from A, B\``,
      'two or more inputs',
      inputs,
    );
  }
  return first;
}

/** Whether a branch gives one number for each unit or map, for all places of the others. */
const isPerUnit = (shape: Shape, whole: Shape): boolean =>
  shape.length === 1 && whole.length > 1 && shape[0] === whole[unitAxis(whole)];

const elementwise = (
  name: string,
  operator: 'Add' | 'Mul',
  summary: string,
  details: string,
  example: string,
) =>
  defineBranch({
    name,
    family: 'join',
    summary,
    details: `${details} A branch with one number for each map meets all places of that map; one with a number for each feature of a sequence, all its steps.`,
    example,
    infer(_, inputs) {
      severalInputs(name, inputs);
      const shape = inputs.reduce((whole, other) => (isPerUnit(whole, other) ? other : whole));
      const fits = (other: Shape): boolean =>
        formatShape(other) === formatShape(shape) || isPerUnit(other, shape);
      if (!inputs.every(fits)) {
        throw new ShapeError(
          `the branches of \`${name}\` need one shape`,
          formatShape(shape),
          inputs,
        );
      }
      const cost = { multiplyAdds: (inputs.length - 1) * elements(shape) };
      return { shape, parameters: [], cost };
    },
    window: () => pointwise,
    build({ graph, inputs, inputShapes, shape }) {
      const [, ...each] = perUnit(shape);
      const spread = inputs.map((x, i) =>
        isPerUnit(inputShapes[i], shape) ? reshaped(graph, x, each) : x,
      );
      return spread.reduce((joined, x) => graph.apply(operator, [joined, x]));
    },
  });

export const add = elementwise(
  'add',
  'Add',
  'The sum of its branches; an empty branch passes its input through.',
  'With an empty branch: a residual connection. He et al., *Deep Residual Learning* (2016).',
  'add { { conv(16, kernel: 3, padding: 1) } { } }',
);

export const multiply = elementwise(
  'multiply',
  'Mul',
  'The product of its branches, element by element.',
  'With a `logistic` branch: a gate. With one that pools first: squeeze and excitation, Hu et al. (2018).',
  'multiply { { global_avg_pool; dense(4) relu; dense(16) logistic } { } }',
);

export const concat = defineBranch({
  name: 'concat',
  family: 'join',
  summary: 'Concatenates branches along the channel axis, or their units.',
  details: 'Szegedy et al., *Going Deeper with Convolutions* (2015).',
  example: 'concat { { conv(8, kernel: 1) } { conv(8, kernel: 3, padding: 1) } }',
  infer(_, inputs) {
    const first = severalInputs('concat', inputs);
    const axis = unitAxis(first);
    /** A shape without how many units it has. */
    const frame = (shape: Shape): string =>
      `[${shape.map((length, i) => (i === axis ? 'any' : length)).join(', ')}]`;
    if (inputs.some((other) => frame(other) !== frame(first))) {
      throw new ShapeError(
        `the branches of \`concat\` may differ in their ${axis === 0 ? 'first' : 'last'} axis only`,
        frame(first),
        inputs,
      );
    }
    const units = inputs.reduce((sum, shape) => sum + shape[axis], 0);
    return { shape: first.with(axis, units), parameters: [], cost: { multiplyAdds: 0 } };
  },
  window: () => pointwise,
  build: ({ graph, inputs, shape }) => graph.concat(inputs, { axis: 1 + unitAxis(shape) }),
});
