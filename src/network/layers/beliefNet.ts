import type { GraphBuilder } from '../../graph/builder';
import type { Value } from '../../graph/graph';
import { integer, integers } from '../../language/parameters';
import { elements } from '../../shape/elements';
import { bias, defineLayer, weight } from '../define';
import type { LayerParameter } from '../entries';
import { singleInput } from '../shapes';
import { flattened } from './flatten';

/**
 * Sigmoid belief networks, one for each class: binary units in layers, each on with the probability σ(W y + b) given the layer
 * above it. Saul, Jaakkola and Jordan, *Mean field theory for sigmoid belief networks* (1996).
 */
export const beliefNet = defineLayer({
  name: 'belief_net',
  family: 'dense',
  synonyms: ['sigmoid_belief_net', 'sbn'],
  summary:
    'Sigmoid belief networks, one for each class; each gives a lower bound of the log-likelihood of its input.',
  details:
    '$P(y_i = 1 \\mid \\text{above}) = \\sigma(\\sum_j W_{ij} y_j + b_i)$, from the top layer down to the input. The posterior of the ' +
    'hidden units is taken as independent, $\\prod_j \\mu_j^{y_j} (1 - \\mu_j)^{1 - y_j}$, and moved towards the mean-field ' +
    'equations `iterations` times. With it $\\ln P(x) \\ge \\langle \\ln P(x, y) \\rangle + H(\\mu)$, where ' +
    '$\\langle \\ln(1 + e^z) \\rangle \\le \\xi \\langle z \\rangle + \\ln \\langle e^{-\\xi z} + e^{(1 - \\xi) z} \\rangle$ ' +
    'for each unit. The greatest bound tells the class; `softmax` makes posteriors of equally frequent classes of them. Inputs are ' +
    'from 0 to 1. Saul, Jaakkola and Jordan, *Mean field theory for sigmoid belief networks* (1996).',
  parameters: {
    classes: integer('Number of classes, each with a network of its own.', { minimum: 1 }),
    units: integers('Hidden units of each layer, from the one above the input to the top.', {
      minimum: 1,
    }),
    iterations: integer('Steps towards the mean-field equations.', {
      minimum: 1,
      maximum: 100,
      default: 10,
    }),
  },
  example: 'output: belief_net(10, units: [24, 8]) softmax',
  infer({ classes, units, iterations }, inputs) {
    const sizes = [elements(singleInput('belief_net', inputs)[0]), ...units];
    const connections = units.reduce((sum, count, l) => sum + count * sizes[l], 0);
    return {
      shape: [classes],
      parameters: sizes.flatMap((count, l) => ofEachClass(classes, count, l, sizes[l + 1])),
      cost: { multiplyAdds: classes * connections * (iterations + 1) },
    };
  },
  build({ graph, inputs, inputShapes, arguments: { classes, units, iterations }, parameter }) {
    const count = elements(inputShapes[0]);
    const x = graph.reshape(flattened(graph, inputs[0], inputShapes[0]), [0, 1, count, 1]);
    const net = beliefNetOf(units.length, (name) => alongBatch(graph, parameter(name)));
    const bounds = lowerBound(graph, net, meanField(graph, net, x, iterations));
    return graph.reshape(bounds, [0, classes]);
  },
});

/** Parameters of layer `l`, counted from the input: its biases, and the weights from the layer above, where there is one. */
function ofEachClass(classes: number, count: number, l: number, above?: number): LayerParameter[] {
  const biases = { ...bias(count), name: `bias${l}`, shape: [classes, count] };
  if (above === undefined) return [biases];
  const weights = weight([classes, count, above], above, count);
  return [{ ...weights, name: `weight${l}`, rowless: true }, biases];
}

/** A parameter of all classes, as every sample reads it: [1, classes, units, …], biases as columns. */
function alongBatch(graph: GraphBuilder, value: Value): Value {
  const [classes, count, above = 1] = value.type.shape.map(Number);
  return graph.reshape(value, [1, classes, count, above]);
}

/** Parameters by layer, counted from the input; their batch axis may be 1, and so may that of the classes. */
export interface BeliefNet {
  /** [N, classes, units, units above] */
  readonly weights: readonly Value[];
  /** [N, classes, units, 1], one more than weights. */
  readonly biases: readonly Value[];
}

/** A net with so many hidden layers, of parameters by name. */
export const beliefNetOf = (hidden: number, parameter: (name: string) => Value): BeliefNet => ({
  weights: Array.from({ length: hidden }, (_, l) => parameter(`weight${l}`)),
  biases: Array.from({ length: hidden + 1 }, (_, l) => parameter(`bias${l}`)),
});

/** What is believed of each unit, by layer; columns [N, classes, units, 1]. */
interface Posterior {
  /** Probabilities to be on; those of the input are its values. */
  readonly means: readonly Value[];
  /** ln μ / (1 − μ) of the hidden layers. */
  readonly logits: readonly Value[];
  /** ξ of all layers but the top one. */
  readonly tilts: readonly Value[];
}

/**
 * The mean-field posterior given the input, [N, 1, units, 1]. Logits move half the way to what the mean-field equations ask for,
 * all units at once, which raises the bound where the whole way would overshoot.
 */
export function meanField(
  graph: GraphBuilder,
  net: BeliefNet,
  x: Value,
  iterations: number,
): Posterior {
  const { weights, biases } = net;
  const same = (like: Value, value: number) => {
    const count = Number(like.type.shape[2]);
    return graph.constant(new Float32Array(count).fill(value), [1, 1, count, 1]);
  };
  const [, ...hidden] = biases;
  let logits = hidden.map((each) => same(each, 0));
  let tilts = weights.map((each) => same(each, 0.5));
  let means = [x, ...hidden.map((each) => same(each, 0.5))];
  for (let i = 0; i < iterations; i++) {
    const families = weights.map((_, l) => family(graph, net, { means, logits, tilts }, l));
    logits = logits.map((logit, l) => {
      const prior = families[l + 1]?.mean ?? biases[l + 1];
      const wanted = graph.add(prior, families[l].message());
      return graph.mul(graph.add(logit, wanted), 0.5);
    });
    means = [x, ...logits.map((logit) => graph.sigmoid(logit))];
    tilts = families.map(({ tilted }) => graph.sigmoid(tilted));
  }
  return { means, logits, tilts };
}

/** ln P(x) is at least this: nats, [N, classes, 1, 1]. */
export function lowerBound(graph: GraphBuilder, net: BeliefNet, posterior: Posterior): Value {
  const { means, logits, tilts } = posterior;
  const top = net.biases.at(-1)!;
  const over = (x: Value, axis: number) => graph.reduceSum(x, { axes: [axis], keepdims: 1 });
  const likelihoods = net.weights.map((_, l) => {
    const { mean, tilted, low } = family(graph, net, posterior, l);
    const kept = graph.mul(graph.sub(means[l], tilts[l]), mean);
    const shifted = graph.sub(graph.mul(tilts[l], net.biases[l]), over(graph.log(low), 3));
    return graph.sub(graph.add(kept, shifted), graph.softplus(tilted));
  });
  const prior = graph.sub(graph.mul(means.at(-1)!, top), graph.softplus(top));
  const entropies = logits.map((logit, l) =>
    graph.sub(graph.softplus(logit), graph.mul(means[l + 1], logit)),
  );
  return [...likelihoods, prior, ...entropies]
    .map((each) => over(each, 2))
    .reduce((sum, each) => graph.add(sum, each));
}

/** The units of one layer with their parents in the layer above. */
function family(graph: GraphBuilder, net: BeliefNet, { means, tilts }: Posterior, l: number) {
  const [weight, bias, tilt] = [net.weights[l], net.biases[l], tilts[l]];
  const row = (column: Value) => graph.reshape(column, [0, 0, 1, -1]);
  const column = (of: Value) => graph.reshape(of, [0, 0, -1, 1]);
  const parents = row(means[l + 1]);
  // Each pair's ⟨e^{−ξWy}⟩ = 1 + μ (e^{−ξW} − 1), and ⟨e^{(1−ξ)Wy}⟩: [N, classes, units, parents].
  const lower = graph.exp(graph.neg(graph.mul(tilt, weight)));
  const upper = graph.mul(lower, graph.exp(weight));
  const [less, more] = [graph.sub(lower, 1), graph.sub(upper, 1)];
  const low = graph.add(graph.mul(parents, less), 1);
  const high = graph.add(graph.mul(parents, more), 1);
  const ratio = graph.log(graph.div(high, low));
  /** The logit of φ, the share of e^{(1−ξ)z} in ⟨e^{−ξz} + e^{(1−ξ)z}⟩; for a normal z, φ is the best ξ. */
  const tilted = graph.add(graph.reduceSum(ratio, { axes: [3], keepdims: 1 }), bias);
  return {
    low,
    tilted,
    /** ⟨z⟩ */
    mean: graph.add(graph.matMul(weight, means[l + 1]), bias),
    /** What the units make of the logits of their parents: the slope of their likelihoods. */
    message(): Value {
      const share = graph.sigmoid(tilted);
      const off = graph.mul(graph.sub(1, share), graph.div(less, low));
      const on = graph.mul(share, graph.div(more, high));
      const slope = graph.sub(graph.mul(graph.sub(means[l], tilt), weight), graph.add(off, on));
      return column(graph.reduceSum(slope, { axes: [2], keepdims: 1 }));
    },
  };
}
