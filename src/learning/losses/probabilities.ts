import { Arithmetic } from '../../graph/arithmetic';
import { number } from '../../language/parameters';
import type { Layer } from '../../network/network';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { defineLoss } from '../entries';
import { ends, givesProbabilities, lastActivation, meanOverOutputs, rows } from './heads';

/** Losses of heads that give probabilities, computed from the logits. */

/** Why a head gives no row of class probabilities, and what to write instead. */
function whyNoClasses(loss: string, head: Layer): string | undefined {
  if (head.shape.length > 2) {
    return `${loss} needs a row of class probabilities, but \`${head.id}\` has the shape ${formatShape(head.shape)}; end it with \`dense(classes) softmax\``;
  }
  if (givesProbabilities(head)) return undefined;
  return `${loss} needs class probabilities, but \`${head.id}\` ${ends(lastActivation(head))}; write \`softmax\` as its activation, or \`loss mse\``;
}

export const crossEntropy = defineLoss({
  name: 'cross_entropy',
  synonyms: ['nll', 'categorical_crossentropy', 'log_loss'],
  summary: 'Negative log-likelihood of the right class; the head is a softmax.',
  details:
    '$-\\sum_k t_k \\log y_k$, computed from the logits as $-\\sum_k t_k (z_k - \\log \\sum_j e^{z_j})$. With label smoothing ε the target becomes $(1 - ε) t_k + ε / K$: Szegedy et al. (2016).',
  parameters: {
    label_smoothing: number('ε', { minimum: 0, maximum: 1, default: 0 }),
  },
  example: 'loss cross_entropy',
  targetKind: () => 'classes',
  incompatibility: (head) => whyNoClasses('cross_entropy', head),
  build({ graph, head, targets, arguments: { label_smoothing: smoothing } }) {
    const logProbabilities = graph.logSoftmax(head.logits, { axis: 1 });
    let wanted = targets;
    if (smoothing > 0) {
      const kept = graph.mul(targets, 1 - smoothing);
      wanted = graph.add(kept, smoothing / elements(head.layer.shape));
    }
    const likelihood = graph.mul(wanted, logProbabilities);
    return graph.neg(graph.reduceSum(likelihood, { axes: [1], keepdims: 0 }));
  },
  // A class drawn from the probabilities (Gumbel, 1954), less these.
  scatter({ graph, head: { logits } }, uniform) {
    const a = new Arithmetic(graph);
    const noisy = a.sub(logits, graph.log(a.neg(graph.log(uniform))));
    const drawn = a.atLeast(noisy, graph.reduceMax(noisy, { axes: [1], keepdims: 1 }));
    return { at: logits, numbers: a.sub(graph.softmax(logits, { axis: 1 }), drawn) };
  },
});

export const focal = defineLoss({
  name: 'focal',
  synonyms: ['focal_loss'],
  summary:
    'Cross-entropy in which samples that are right already count less; the head is a softmax.',
  details:
    '$-\\sum_k t_k (1 - y_k)^\\gamma \\log y_k$, computed from the logits; with γ = 0 it is `cross_entropy`. For classes of very different sizes. Lin et al., *Focal Loss for Dense Object Detection* (2017).',
  parameters: { gamma: number('γ: how much less.', { minimum: 0, default: 2 }) },
  example: 'loss focal',
  targetKind: () => 'classes',
  incompatibility: (head) => whyNoClasses('focal', head),
  build({ graph, head, targets, arguments: { gamma } }) {
    const logProbabilities = graph.logSoftmax(head.logits, { axis: 1 });
    const likelihood = graph.mul(targets, logProbabilities);
    const total = graph.neg(graph.reduceSum(likelihood, { axes: [1], keepdims: 0 }));
    if (gamma === 0) return total;
    // What the probability of the right class lacks, 1 − e^(−loss), with all digits where that is little; the bound keeps 0 from
    // negative powers.
    const t = graph.tanh(graph.mul(total, 0.5));
    const lacking = graph.max([graph.div(graph.mul(t, 2), graph.add(t, 1)), 1e-30]);
    return graph.mul(graph.pow(lacking, gamma), total);
  },
});

export const binaryCrossEntropy = defineLoss({
  name: 'binary_cross_entropy',
  synonyms: ['bce', 'binary_crossentropy', 'logistic_loss'],
  summary: 'Negative log-likelihood of independent yes-or-no answers; the head is logistic.',
  details:
    '$-\\frac{1}{K} \\sum_k t_k \\log y_k + (1 - t_k) \\log(1 - y_k)$ for targets from 0 to 1, computed from the logits as $\\log(1 + e^{z_k}) - t_k z_k$.',
  parameters: {},
  example: 'loss binary_cross_entropy',
  targetKind: () => 'unitInterval',
  incompatibility(head) {
    const last = lastActivation(head);
    if (last === 'logistic') return undefined;
    const advice = givesProbabilities(head)
      ? '`loss cross_entropy`'
      : '`logistic` as its activation, or `loss mse`';
    return `binary_cross_entropy needs numbers from 0 to 1, but \`${head.id}\` ${ends(last)}; write ${advice}`;
  },
  build({ graph, head, targets }) {
    const logits = rows(graph, head.logits, head);
    const likely = graph.mul(targets, logits);
    return meanOverOutputs(graph, graph.sub(graph.softplus(logits), likely));
  },
  // Answers drawn from their probabilities, less these.
  scatter({ graph, head }, uniform) {
    const a = new Arithmetic(graph);
    const logits = rows(graph, head.logits, head);
    const yes = graph.sigmoid(logits);
    const size = 1 / Math.sqrt(elements(head.layer.shape));
    return { at: logits, numbers: a.mul(a.sub(yes, a.greater(yes, uniform)), size) };
  },
});
