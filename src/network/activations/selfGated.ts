import { defineActivation } from '../define';
import { hardSigmoid } from './sigmoids';

/** The input times a sigmoid of itself. */

export const silu = defineActivation({
  name: 'silu',
  aliases: ['swish'],
  synonyms: ['sil'],
  summary: 'The input times its logistic sigmoid.',
  details:
    '$x\\, \\sigma(x)$: Elfwing, Uchibe and Doya (2018); as Swish: Ramachandran, Zoph and Le (2017).',
  parameters: {},
  example: 'dense(64) silu',
  levels: [0, 1],
  initializer: 'he',
  build: (graph, x) => graph.mul(x, graph.sigmoid(x)),
});

export const mish = defineActivation({
  name: 'mish',
  summary: 'The input times the hyperbolic tangent of its softplus.',
  details: '$x \\tanh(\\log(1 + e^x))$: Misra, *Mish* (2020).',
  parameters: {},
  example: 'dense(64) mish',
  levels: [0, 1],
  initializer: 'he',
  build: (graph, x) => graph.mul(x, graph.tanh(graph.softplus(x))),
  exported: (graph, x, _, opset) => (opset >= 18 ? graph.mish(x) : undefined),
});

export const quickGelu = defineActivation({
  name: 'quick_gelu',
  synonyms: ['quickgelu', 'gelu_sigmoid'],
  summary: 'A GELU by a sigmoid instead of the error function.',
  details: '$x\\, \\sigma(1.702\\, x)$: Hendrycks and Gimpel (2016), section 2.',
  parameters: {},
  example: 'dense(64) quick_gelu',
  levels: [0, 1],
  initializer: 'he',
  build: (graph, x) => graph.mul(x, graph.sigmoid(graph.mul(x, 1.702))),
});

export const hardSwish = defineActivation({
  name: 'hard_swish',
  aliases: ['hardswish'],
  synonyms: ['h_swish'],
  summary: 'The input times its hard sigmoid.',
  details: '$x \\min(\\max(x + 3, 0), 6) / 6$: Howard et al., *MobileNetV3* (2019).',
  parameters: {},
  example: 'conv(32, kernel: 3) hard_swish',
  levels: [0, 1],
  initializer: 'he',
  build: (graph, x) => graph.mul(x, hardSigmoid.build(graph, x, {})),
  exported: (graph, x) => graph.hardSwish(x),
});
