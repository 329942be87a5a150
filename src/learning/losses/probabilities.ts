import { Arithmetic } from '../../graph/arithmetic';
import { number } from '../../language/parameters';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { defineLoss } from '../entries';
import { ends, givesProbabilities, lastActivation, meanOverOutputs, rows } from './heads';

/** Losses of heads that give probabilities, computed from the logits. */

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
  incompatibility(head) {
    if (head.shape.length > 2) {
      return `cross_entropy needs a row of class probabilities, but \`${head.id}\` has the shape ${formatShape(head.shape)}; end it with \`dense(classes) softmax\``;
    }
    if (givesProbabilities(head)) return undefined;
    return `cross_entropy needs class probabilities, but \`${head.id}\` ${ends(lastActivation(head))}; write \`softmax\` as its activation, or \`loss mse\``;
  },
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
