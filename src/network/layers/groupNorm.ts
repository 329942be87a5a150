import { integer, number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { ShapeError, type LayerBuild, type LayerInference } from '../entries';
import type { Shape } from '../parameters';
import { perUnit, singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import type { Value } from '../../graph/graph';
import { reshaped } from './flatten';
import { normalized } from './normalized';

/** Normalization of each sample's groups of maps: one group for some neighbouring maps, or one for each. */

const epsilon = number('Added to the variance.', { above: 0, default: 1e-5 });

function inferGroups(layer: string, groups: number, inputs: readonly Shape[]): LayerInference {
  const [shape] = singleInput(layer, inputs);
  const units = shape[unitAxis(shape)];
  if (units % groups !== 0) {
    throw new ShapeError(
      `${groups} groups do not divide ${units} units or maps evenly`,
      `a multiple of ${groups} units or maps`,
      inputs,
    );
  }
  return {
    shape,
    parameters: [constantParameter('scale', [units], 1), constantParameter('shift', [units], 0)],
    cost: { multiplyAdds: elements(shape) },
  };
}

/** Normalizes over the units of a group and all their places, then scales and shifts each unit. */
function buildGroups(
  { graph, inputs: [x], shape, parameter }: LayerBuild<unknown>,
  groups: number,
  epsilon: number,
): Value {
  const axis = unitAxis(shape);
  const before = shape.slice(0, axis);
  const places = shape.slice(axis + 1);
  const split = graph.reshape(x, [0, ...before, groups, -1]);
  const axes = [...before.map((_, i) => 1 + i), 2 + axis];
  const whole = reshaped(graph, normalized(graph, split, axes, epsilon), shape);
  const each = (name: string): Value =>
    places.length === 0 ? parameter(name) : graph.reshape(parameter(name), perUnit(shape));
  return graph.add(graph.mul(whole, each('scale')), each('shift'));
}

export const groupNorm = defineLayer({
  name: 'group_norm',
  family: 'regularization',
  aliases: ['groupnorm'],
  synonyms: ['gn', 'group_normalization'],
  summary:
    'Normalizes the maps (or units) of a sample in groups, then scales and shifts each by learned amounts.',
  details:
    '$\\gamma (x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$ with $\\mu, \\sigma^2$ over the maps of a group and all their places, in training and at inference alike. Wu and He, *Group Normalization* (2018).',
  parameters: {
    groups: integer('Groups of neighbouring maps or units.', { minimum: 1, default: 32 }),
    epsilon,
  },
  example: 'group_norm(8) relu',
  infer: ({ groups }, inputs) => inferGroups('group_norm', groups, inputs),
  build: (context) => buildGroups(context, context.arguments.groups, context.arguments.epsilon),
  exported({ graph, inputs: [x], shape, arguments: { groups, epsilon }, parameter }, opset) {
    if (opset < 21 || unitAxis(shape) !== 0) return undefined; // ONNX's maps are behind the batch
    const options = { num_groups: groups, epsilon };
    return graph.groupNormalization(x, parameter('scale'), parameter('shift'), options);
  },
});

export const instanceNorm = defineLayer({
  name: 'instance_norm',
  family: 'regularization',
  aliases: ['instancenorm'],
  synonyms: ['in', 'instance_normalization', 'instancenorm2d'],
  summary:
    'Normalizes each map of a sample by itself, then scales and shifts it by learned amounts.',
  details:
    '$\\gamma (x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$ with $\\mu, \\sigma^2$ over the places of one map, in training and at inference alike. Ulyanov, Vedaldi and Lempitsky, *Instance Normalization* (2016).',
  parameters: { epsilon },
  example: 'instance_norm relu',
  infer(_, inputs) {
    const [shape] = singleInput('instance_norm', inputs);
    if (shape.length < 2) {
      throw new ShapeError(
        '`instance_norm` needs images or sequences: a single number less its mean is zero',
        '[channels, height, width] or [steps, features]',
        inputs,
      );
    }
    return inferGroups('instance_norm', shape[unitAxis(shape)], inputs);
  },
  build: (context) =>
    buildGroups(context, context.shape[unitAxis(context.shape)], context.arguments.epsilon),
  exported: ({ graph, inputs: [x], shape, arguments: { epsilon }, parameter }) =>
    unitAxis(shape) === 0
      ? graph.instanceNormalization(x, parameter('scale'), parameter('shift'), { epsilon })
      : undefined,
});
