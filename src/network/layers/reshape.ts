import { limits } from '../../language/limits';
import { integers } from '../../language/parameters';
import { defineLayer } from '../define';
import { ShapeError } from '../entries';
import { singleInput } from '../shapes';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { reshaped } from './flatten';

export const reshape = defineLayer({
  name: 'reshape',
  family: 'reshape',
  summary: 'The same numbers in another shape.',
  parameters: { shape: integers('The new shape without the batch axis.', { minimum: 1 }) },
  example: 'reshape([16, 7, 7])',
  infer({ shape }, inputs) {
    const [from] = singleInput('reshape', inputs);
    if (shape.length > limits.axes) {
      const message = `a shape has at most ${limits.axes} axes, this one ${shape.length}`;
      throw new ShapeError(message, `${limits.axes} axes`, inputs);
    }
    if (elements(from) !== elements(shape)) {
      throw new ShapeError(
        `${formatShape(from)} has ${elements(from)} elements, ${formatShape(shape)} has ${elements(shape)}`,
        `${elements(from)} elements`,
        inputs,
      );
    }
    return { shape, parameters: [], cost: { multiplyAdds: 0 } };
  },
  givesOn: () => 0,
  build: ({ graph, inputs, shape }) => reshaped(graph, inputs[0], shape),
});
