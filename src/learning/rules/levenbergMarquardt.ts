import { Arithmetic } from '../../graph/arithmetic';
import { pullBack } from '../../graph/gradients';
import type { Value } from '../../graph/graph';
import { number } from '../../language/parameters';
import type { LoweredNetwork } from '../../network/lower';
import { elements } from '../../shape/elements';
import { buildEvaluation } from '../evaluation';
import { LearningError } from '../learningError';
import { losses } from '../losses';
import { curvature } from '../measures/curvature';
import { optimizers } from '../optimizers';
import type { StepBuilder } from '../stepBuilder';
import { backprop, buildDescent } from './backprop';
import { defineRule, ruleSettings } from './rule';

export const levenbergMarquardt = defineRule({
  name: 'levenberg_marquardt',
  synonyms: ['lm', 'diagonal_lm', 'sdlm'],
  summary:
    'Stochastic diagonal Levenberg–Marquardt: back-propagation with a rate of its own for each weight, short where the loss is curved.',
  formula:
    'w_k \\leftarrow w_k - \\frac{\\eta}{\\langle h_{kk} \\rangle + \\mu} \\frac{\\partial E}{\\partial w_k}',
  source:
    'LeCun, Bottou, Orr and Müller, *Efficient BackProp* (1998); LeNet-5 was trained by it. The estimate: Martens, Sutskever and Swersky, *Estimating the Hessian by back-propagating curvature* (2012).',
  details:
    '$h_{kk}$ is the diagonal of the Gauss–Newton matrix, the part of the second derivatives that is never negative. Each step ' +
    'back-propagates, besides the gradient, random numbers whose covariance at the outputs is the matrix of second derivatives of the loss there: ' +
    'for `cross_entropy` a class drawn from the answers, less these. Their squares have the mean $h_{kk}$, through layers ' +
    'of any kind, which the original formula, layer by layer, only approximates; $\\langle h_{kk} \\rangle$ is their running mean. A step takes about half as long again as one of ' +
    'back-propagation. Penalties on weights count in the gradient, not in the curvature.',
  parameters: {
    damping: number('μ: keeps steps bounded where the loss is flat.', { above: 0, default: 0.02 }),
    forget: number('γ: the share of the newest estimate in the running mean.', {
      above: 0,
      maximum: 1,
      default: 0.01,
    }),
  },
  example: 'rule levenberg_marquardt(damping: 0.02)',
  uses: ruleSettings,
  usual: { optimizer: optimizers.call('sgd', { rate: 0.01 }) },
  incompatibilities(subject) {
    const { loss } = subject.plan;
    if (losses.of(loss).scatter) return backprop.incompatibilities(subject, {});
    const fitting = [...losses].flatMap((entry) => (entry.scatter ? [`\`${entry.name}\``] : []));
    const message = `\`levenberg_marquardt\` needs a loss whose curvature follows from the answers alone, such as ${fitting.join(' or ')}, not \`${loss.name}\``;
    return [new LearningError('loss-head', message, undefined, 'loss')];
  },
  method: ({ damping, forget }) => ({
    build: (network, plan, options) =>
      buildDescent(network, plan, options, (step, lowered, gradients) => {
        const a = new Arithmetic(step.graph);
        const newest = squares(step, lowered, [...gradients.keys()]);
        // At first the mean of all estimates so far.
        const share = a.max(a.div(1, step.step), forget);
        const means = new Map<string, Value>();
        const directions = [...gradients].map(([key, gradient]) => {
          const found = newest.get(key);
          if (!gradient || !found) return [key, gradient] as const;
          const name = `${key}:curvature`;
          const old = step.remembered(name, found.type.shape.map(Number));
          const mean = a.add(old, a.mul(a.sub(found, old), share));
          step.remember(name, mean);
          means.set(key, mean);
          return [key, a.div(gradient, a.add(mean, damping))] as const;
        });
        const values = step.watching(() =>
          [...means.values()].map((mean) => step.graph.reshape(a.mean(mean), [1])),
        );
        step.measure(curvature, step.graph.concat(values, { axis: 0 }), {
          items: [...means.keys()],
        });
        return new Map(directions);
      }),
    evaluate: buildEvaluation,
  }),
  objective: backprop.objective!,
});

/** For each parameter, numbers whose mean over many steps is the diagonal of the Gauss–Newton matrix of a batch's mean loss. */
function squares(
  step: StepBuilder,
  { outputs, parameters }: LoweredNetwork,
  keys: readonly string[],
): ReadonlyMap<string, Value> {
  const { graph, batch, plan } = step;
  const a = new Arithmetic(graph);
  const weights = keys.map((key) => parameters.get(key)!);
  // Draws for different samples and heads are independent: products of two of them have the mean zero.
  const sums = new Map<Value, Value>();
  for (const head of outputs) {
    const { weight } = head.layer.output!;
    if (weight === 0) continue;
    const uniform = step.uniform(`${head.layer.id}:scatter`, [batch, elements(head.layer.shape)]);
    const loss = losses.of(plan.loss);
    const { at, numbers } = loss.scatter!({ graph, head, arguments: plan.loss.arguments }, uniform);
    for (const [value, sum] of pullBack(graph, at, a.mul(numbers, Math.sqrt(weight)), weights)) {
      const before = sums.get(value);
      sums.set(value, before ? a.add(before, sum) : sum);
    }
  }
  return new Map(
    keys.flatMap((key, i) => {
      const sum = sums.get(weights[i]);
      return sum ? [[key, a.mul(a.square(sum), 1 / batch)] as const] : [];
    }),
  );
}
