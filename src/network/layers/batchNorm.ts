import { number } from '../../language/parameters';
import { constantParameter, defineLayer } from '../define';
import { perUnit, singleInput, unitAxis } from '../shapes';
import { elements } from '../../shape/elements';
import { pointwise } from '../../shape/receptive';

export const batchNorm = defineLayer({
  name: 'batch_norm',
  family: 'regularization',
  formerly: 'batchnorm',
  synonyms: ['bn', 'batch_normalization', 'batchnorm2d'],
  summary:
    'Normalizes each map (or unit) over the batch, then scales and shifts it by learned amounts.',
  details:
    '$\\gamma (x - \\mu) / \\sqrt{\\sigma^2 + \\epsilon} + \\beta$ with the batch’s $\\mu, \\sigma^2$ in training and their running averages at inference; a frozen layer always uses the averages it starts with. Ioffe and Szegedy (2015).',
  parameters: {
    momentum: number('Weight of a new batch in the running averages.', {
      above: 0,
      maximum: 1,
      default: 0.1,
    }),
    epsilon: number('Added to the variance.', { above: 0, default: 1e-5 }),
  },
  example: 'batch_norm relu',
  infer(_, inputs) {
    const [shape] = singleInput('batch_norm', inputs);
    const units = [shape[unitAxis(shape)]];
    return {
      shape,
      parameters: [
        constantParameter('scale', units, 1),
        constantParameter('shift', units, 0),
        { ...constantParameter('mean', units, 0), statistic: true },
        { ...constantParameter('variance', units, 1), statistic: true },
      ],
      cost: { multiplyAdds: elements(shape) },
    };
  },
  window: () => pointwise,
  anyLength: (_, [shape]) => shape.length === 2,
  build({ graph, inputs, shape, arguments: { momentum, epsilon }, training, parameter, update }) {
    const x = inputs[0];
    const unit = unitAxis(shape);
    const units = shape[unit];
    const axes = [0, ...shape.map((_, axis) => axis + 1).toSpliced(unit, 1)];
    const spread = perUnit(shape);
    const perMap = (value: ReturnType<typeof parameter>) => graph.reshape(value, spread);

    let mean;
    let variance;
    if (!training) {
      mean = perMap(parameter('mean'));
      variance = perMap(parameter('variance'));
    } else {
      mean = graph.reduceMean(x, { axes, keepdims: 1 });
      const centered = graph.sub(x, mean);
      variance = graph.reduceMean(graph.mul(centered, centered), { axes, keepdims: 1 });
      const updateRunning = (
        name: string,
        batch: ReturnType<typeof parameter>,
        correction: number,
      ) => {
        const flat = graph.reshape(batch, [units]);
        const share = graph.mul(flat, momentum * correction);
        const kept = graph.mul(parameter(name), 1 - momentum);
        update(name, graph.add(kept, share));
      };
      const count = ((x.type.shape[0] as number) * elements(shape)) / units;
      updateRunning('mean', mean, 1);
      updateRunning('variance', variance, count > 1 ? count / (count - 1) : 1);
    }
    const deviation = graph.sqrt(graph.add(variance, epsilon));
    const factor = graph.div(perMap(parameter('scale')), deviation);
    const centered = graph.sub(x, mean);
    return graph.add(graph.mul(centered, factor), perMap(parameter('shift')));
  },
  exported({ graph, inputs: [x], shape, arguments: { epsilon }, parameter }) {
    if (unitAxis(shape) !== 0) return undefined; // ONNX's units are on the axis behind the batch
    const [scale, shift, mean, variance] = ['scale', 'shift', 'mean', 'variance'].map(parameter);
    return graph.batchNormalization(x, scale, shift, mean, variance, { epsilon });
  },
});
