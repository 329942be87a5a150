import { integer } from '../../../language/parameters';
import { pad, sliceAxis } from '../../../graph/layout';
import { defineLayer } from '../../define';
import { sequenceShape } from './sequence';

export const delayLine = defineLayer({
  name: 'delay_line',
  family: 'recurrent',
  synonyms: ['tapped_delay_line', 'time_delay', 'tdnn', 'context'],
  summary: 'Each step of a sequence [steps, features] side by side with those before it.',
  details:
    '$y_t = (x_{t-n+1}, \\ldots, x_t)$, zeros before the first step. With `step_dense` behind it, units see a window of $n$ steps: a time-delay neural network. Waibel et al. (1989). Where targets come $d$ steps late, the window reaches $d$ steps beyond what is asked for.',
  parameters: { steps: integer('n, the width of the window.', { minimum: 1 }) },
  example: 'delay_line(9)',
  infer({ steps: width }, inputs) {
    const [steps, features] = sequenceShape('delay_line', inputs);
    return { shape: [steps, width * features], parameters: [], cost: { multiplyAdds: 0 } };
  },
  carries: true,
  build({ graph, inputs, inputShapes, carried, leave, arguments: { steps: width } }) {
    const [[steps, features]] = inputShapes;
    if (width === 1) return graph.identity(inputs[0]);
    const before = width - 1;
    const last = carried('line', [before, features]);
    const line = last
      ? graph.concat([last, inputs[0]], { axis: 1 })
      : pad(graph, inputs[0], [before, 0], [0, 0]);
    leave('line', sliceAxis(graph, line, 1, steps, before));
    const taps = Array.from({ length: width }, (_, i) => sliceAxis(graph, line, 1, i, steps));
    return graph.concat(taps, { axis: 2 });
  },
});
