import { defineMeasure } from '../../src/learning/measures/measure';
import { measures } from '../../src/learning/measures';

/** A measure that the product does not have, in one file: `watch largest` tells the largest number of each parameter. */
const largest = defineMeasure({
  name: 'largest',
  label: 'largest number',
  symbol: 'max |w|',
  goal: 'none',
  fold: 'mean',
  join: 'largest',
  summary: 'The largest number of each parameter, whatever its sign.',
  example: 'watch largest',
  watch(graph, { weight }) {
    const flat = graph.reshape(graph.abs(weight), [-1]);
    return graph.reduceMax(flat, { axes: [0], keepdims: 1 });
  },
});

const words = [measures.add(largest)];

/** Takes its words out again, for tests that share a process. */
export const forget = (): void => words.forEach((remove) => remove());
