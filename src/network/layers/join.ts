import { defineBranch } from '../define';
import { ShapeError } from '../entries';
import type { Shape } from '../parameters';
import { unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { pointwise } from '../../shape/receptive';

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

const elementwise = (name: string, operator: 'Add' | 'Mul', summary: string, details: string) =>
  defineBranch({
    name,
    family: 'join',
    summary,
    details,
    example: `${name} { { conv(16, kernel: 3, padding: 1) } { } }`,
    infer(_, inputs) {
      const shape = severalInputs(name, inputs);
      if (inputs.some((other) => formatShape(other) !== formatShape(shape))) {
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
    build: ({ graph, inputs }) => inputs.reduce((sum, x) => graph.apply(operator, [sum, x])),
  });

export const add = elementwise(
  'add',
  'Add',
  'The sum of its branches; an empty branch passes its input through.',
  'With an empty branch: a residual connection. He et al., *Deep Residual Learning* (2016).',
);

export const multiply = elementwise(
  'multiply',
  'Mul',
  'The product of its branches, element by element.',
  'With a `logistic` branch: a gate.',
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
