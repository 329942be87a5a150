import type { Answer, NetworkPayload, Question } from '../../src/views/payloads';
import { elements } from '../../src/shape/elements';
import { decodeTensor, encodeTensor } from '../featureMaps/tensor';

/** Stands for the core where a page asks what layers make of an input: plausible numbers that follow from it. */
export function answerTo({ layers }: NetworkPayload, { input, layers: wanted }: Question): Answer {
  const given = decodeTensor(input);
  const mass = given.reduce((sum, value) => sum + Math.abs(value), 0);
  const scores = Array.from({ length: 10 }, (_, i) => Math.exp(3 * Math.sin(mass / 7 + i * 1.7)));
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    run: '2026-01-05-lenet5-7',
    step: 1128,
    prediction: scores.map((score, i) => ({ name: String(i), value: score / sum })),
    outputs: wanted.map((layer) => {
      const { shape } = layers.find(({ id }) => id === layer)!;
      return { layer, values: encodeTensor(shape, outputOf(shape, input.shape, given)) };
    }),
    preActivations: [],
    parameters: [],
  };
}

/** The input, seen smaller and through a different lens by each map; of other shapes waves. The first map is dead. */
function outputOf(
  shape: readonly number[],
  inputShape: readonly number[],
  given: Float32Array,
): Float32Array {
  const [, height = 1, width = 1] = shape;
  const [, rows = 1, columns = 1] = inputShape;
  return Float32Array.from({ length: elements(shape) }, (_, i) => {
    if (shape.length < 3) return Math.tanh(2 * Math.sin(i * 0.61) * Math.cos(i * 0.13));
    const map = Math.floor(i / (height * width));
    if (map === 0) return 0;
    const [y, x] = [Math.floor((i % (height * width)) / width), i % width];
    const at = (dy: number, dx: number) => {
      const row = Math.floor(((y + dy) * rows) / height);
      const column = Math.floor(((x + dx) * columns) / width);
      return given[row * columns + column] ?? 0;
    };
    return at(0, 0) * Math.cos(map) + (at(1, 0) - at(0, 1)) * Math.sin(map);
  });
}
