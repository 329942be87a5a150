import type { ParametersChoice } from '../../src/views/history';
import type { PackedQuestion } from '../../src/views/messages';
import type { Packed, PackedTensor } from '../../src/views/packed';
import type { Answer, LayerPart, LayerRow, NetworkPayload } from '../../src/views/payloads';
import { elements } from '../../src/shape/elements';
import { decodeTensor, encodeTensor, statistics, toMaps } from '../featureMaps/tensor';
import { attentionOf } from './attention';
import { patchOf, unitSum } from '../featureMaps/unitSum';

/**
 * Stands for the core where a page asks what layers make of an input: convolutions and pools are computed, with weights that only look
 * trained; other layers give waves.
 */
export function answerTo(
  { layers }: NetworkPayload,
  question: PackedQuestion,
  { run = '2026-01-05-lenet5-7', step = lastStep }: ParametersChoice = {},
): Packed<Answer> {
  const { input, preActivations = [], parameters = [], attention = [] } = question;
  const given = decodeTensor(input);
  const mass = given.reduce((sum, value) => sum + Math.abs(value), 0);
  const scores = Array.from({ length: 10 }, (_, i) =>
    Math.exp(3 * grown(step) * Math.sin(mass / 7 + i * 1.7)),
  );
  const sum = scores.reduce((total, score) => total + score, 0);
  const rowOf = (layer: string) => layers.find(({ id }) => id === layer)!;
  const before = (layer: string) => preActivationOf(rowOf(layer), step, (id) => outputOf(id));
  const outputOf = (layer: string): PackedTensor =>
    layer === 'input'
      ? input
      : encodeTensor(
          rowOf(layer).shape,
          before(layer).map((value) => activate(rowOf(layer), value)),
        );
  return {
    run,
    step,
    prediction: scores.map((score, i) => ({ name: String(i), value: score / sum })),
    outputs: question.layers.map((part) => told(part, outputOf(part.layer))),
    preActivations: preActivations.map((part) =>
      told(part, encodeTensor(rowOf(part.layer).shape, before(part.layer))),
    ),
    ...(question.saliency && { saliency: saliencyOf(input, question.saliency.output ?? 7) }),
    attention: attention.map((part) => attentionOf(rowOf(part.layer), part, step)),
    parameters: parameters.flatMap((part) =>
      rowOf(part.layer).parameters.map(({ name, shape }) => ({
        ...{ layer: part.layer, name },
        values: told(part, encodeTensor(shape, parameterOf(shape, step))).values,
      })),
    ),
  };
}

/** What is wanted of a tensor. */
function told({ layer, maps, region }: LayerPart, tensor: PackedTensor) {
  const { shape } = tensor;
  const [count = 1, ...rest] = shape;
  const all = decodeTensor(tensor);
  const { min, max } = statistics([all]);
  const size = elements(rest);
  const [, width = 1] = rest;
  const wanted = maps ?? [...Array(count).keys()];
  const isInside = (i: number) =>
    !region ||
    (Math.floor(i / width) >= region.top &&
      Math.floor(i / width) <= region.bottom &&
      i % width >= region.left &&
      i % width <= region.right);
  const numbers = wanted.flatMap((map) =>
    [...all.subarray(map * size, (map + 1) * size)].filter((_, i) => isInside(i)),
  );
  const extent = region ? [region.bottom - region.top + 1, region.right - region.left + 1] : rest;
  const partShape = shape.length === 0 ? [] : [wanted.length, ...extent];
  return {
    ...{ layer, shape, range: [min, max] as [number, number] },
    values: encodeTensor(partShape, Float32Array.from(numbers)),
  };
}

const activate = ({ activations }: LayerRow, value: number) =>
  activations.includes('tanh') ? Math.tanh(value) : value;

const lastStep = 1128;

/** How far the weights have come at a step. */
const grown = (step: number): number => 0.15 + 0.85 * (step / lastStep) ** 0.4;

/** Smooth in space once trained, different for each map; the first map is dead. */
export const parameterOf = (shape: readonly number[], step: number): Float32Array => {
  const size = grown(step);
  const rough = (i: number): number => 0.1 * (1 - size) * Math.sin(i * i);
  return trainedParameterOf(shape).map((value, i) => (value === 0 ? 0 : size * value + rough(i)));
};

const trainedParameterOf = (shape: readonly number[]): Float32Array => {
  const [, channels = 1, height = 1, width = 1] = shape;
  return Float32Array.from({ length: elements(shape) }, (_, i) => {
    if (shape.length < 4)
      return shape.length === 1 ? 0 : 0.2 * Math.sin(i * 0.37) * Math.cos(i * 0.011);
    const map = Math.floor(i / (channels * height * width));
    const channel = Math.floor(i / (height * width)) % channels;
    const [y, x] = [Math.floor((i % (height * width)) / width), i % width];
    const along = (x - 2) * Math.cos(map * 0.9) + (y - 2) * Math.sin(map * 0.9);
    return map === 0 ? 0 : (0.3 * Math.sin(along + channel)) / Math.sqrt(channels);
  });
};

function preActivationOf(
  { shape, window, parameters, inputs }: LayerRow,
  step: number,
  outputOf: (layer: string) => PackedTensor,
): Float32Array {
  const [, height = 1, width = 1] = shape;
  const [source = 'input'] = inputs;
  if (!window)
    return Float32Array.from(
      { length: elements(shape) },
      (_, i) => 2 * grown(step) * Math.sin(i * 0.61) * Math.cos(i * 0.13),
    );
  const maps = toMaps(outputOf(source));
  const [weight] = parameters;
  const weights = weight && parameterOf(weight.shape, step);
  const [of = 1, ...filter] = weight?.shape ?? [];
  const filterOf = (map: number) => ({
    ...{ of, shape: filter, bias: 0 },
    values:
      weights?.subarray(map * elements(filter), (map + 1) * elements(filter)) ?? new Float32Array(),
  });
  return Float32Array.from({ length: elements(shape) }, (_, i) => {
    const map = Math.floor(i / (height * width));
    const unit = { map, y: Math.floor((i % (height * width)) / width), x: i % width };
    if (weights) return unitSum(maps, filterOf(map), unit, window).total;
    const patch = patchOf(maps, map, unit, window);
    return patch.reduce((total, value) => total + value, 0) / patch.length;
  });
}

/** Strong where the input is, with signs that go back and forth. */
const saliencyOf = (
  input: PackedTensor,
  output: number,
): NonNullable<Packed<Answer>['saliency']> => {
  const given = decodeTensor(input);
  const length = given.length;
  return {
    ...{ output, name: String(output), scored: 'logit', respect: 'input', score: 8.31 },
    gradient: encodeTensor(
      input.shape,
      Float32Array.from({ length }, (_, i) => {
        const near = Math.abs(given[i] ?? 0) + Math.abs(given[Math.min(length - 1, i + 2)] ?? 0);
        return 0.3 * (near + 0.1) * Math.sin(i * 0.9 + output);
      }),
    ),
  };
};
