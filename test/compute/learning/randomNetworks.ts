import type { Network } from '../../../src/network/network';
import { Random } from '../../../src/random/random';
import { chain, resolve } from '../../unit/network/support';

/** Networks of layers drawn at random: every kind of window, odd sizes, branches, and channels that fill blocks or do not. */

interface Drawing {
  readonly one: <T>(choices: readonly T[]) => T;
  readonly between: (least: number, most: number) => number;
  readonly maybe: (chance: number) => boolean;
}

function drawing(seed: number): Drawing {
  const random = new Random(seed, 'network');
  const between = (least: number, most: number) =>
    least + Math.floor(random.uniform() * (most - least + 1));
  return {
    between,
    one: (choices) => choices[between(0, choices.length - 1)],
    maybe: (chance) => random.uniform() < chance,
  };
}

const activation = ({ one }: Drawing): string =>
  one([
    '',
    '',
    'relu',
    'relu',
    'tanh',
    'leaky_relu(0.1)',
    'elu',
    'gelu',
    'logistic',
    'softplus',
    'softmax',
  ]);

const channels = ({ one }: Drawing): number => one([1, 3, 6, 8, 16, 16, 16, 17, 32]);

const pair = ({ between }: Drawing, least: number, most: number): string =>
  `[${between(least, most)}, ${between(least, most)}]`;

/** A convolution of any geometry; one that keeps the size of images is named `same`. */
function conv(draw: Drawing, same: boolean, maps = channels(draw)): string {
  if (same) return `conv(${maps}, kernel: ${draw.one([1, 3, 5])}, padding: same)`;
  const groups = draw.one([1, 1, 1, 2, 3]);
  const count = maps % groups === 0 ? maps : groups * 2;
  return `conv(${count}, kernel: ${pair(draw, 1, 4)}, stride: ${pair(draw, 1, 3)}, padding: ${pair(draw, 0, 3)}, dilation: ${pair(draw, 1, 2)}, groups: ${groups}, bias: ${draw.maybe(0.8)})`;
}

const pool = (draw: Drawing): string => (draw.maybe(0.4) ? 'maxpool(2)' : anyPool(draw));

const anyPool = (draw: Drawing): string =>
  `${draw.one(['maxpool', 'maxpool', 'avgpool', 'sumpool', 'l2pool', 'subsample'])}(${draw.one([2, 2, 3])}, stride: ${pair(draw, 1, 3)}, padding: ${draw.between(0, 1)}, ceil: ${draw.maybe(0.3)})`;

function branches(draw: Drawing): string {
  const maps = channels(draw);
  const join = draw.one(['concat', 'add', 'multiply']);
  const branch = () =>
    [
      `${conv(draw, true)} ${activation(draw)}`,
      ...(draw.maybe(0.4) ? ['maxpool(3, stride: 1, padding: 1)'] : []),
      ...(draw.maybe(0.4) ? ['batchnorm'] : []),
      conv(draw, true, maps),
    ].join('; ');
  return `${join} { { ${branch()} } { ${branch()} } } ${activation(draw)}`;
}

const others = [
  ...['batchnorm', 'batchnorm relu', 'layernorm', 'lrn(3, alpha: 0.5)', 'lcn(3)', 'prelu'],
  ...['maxout(2)', 'upsample([1, 2])', 'upsample(2, mode: bilinear)', 'dropout(0.4)'],
  ...['transposedconv(4, kernel: 3, stride: 2, padding: 1, extra: 1)', 'local(2, kernel: 2)'],
  ...['s_cell(3, kernel: 2)', 'c_cell(2)', 'sparsity(l1, weight: 0.01)'],
];

function layer(draw: Drawing): string {
  switch (draw.one(['conv', 'conv', 'pooled', 'pool', 'branches', 'other'])) {
    case 'pooled':
      return `${conv(draw, true)} relu\n${draw.one(['maxpool(2)', 'avgpool(2)'])}`;
    case 'conv':
      return `${conv(draw, draw.maybe(0.3))} ${activation(draw)}`;
    case 'pool':
      return pool(draw);
    case 'branches':
      return branches(draw);
    default:
      return draw.one(others);
  }
}

/** What a seed gives: the first drawing whose shapes fit and are not too large. */
export function randomNetwork(seed: number): {
  readonly text: string;
  readonly network: Network;
  readonly batch: number;
} {
  const draw = drawing(seed);
  for (;;) {
    const size = () => draw.one([4, 5, 7, 8, 8, 9, 11]);
    const input = `image[${draw.one([1, 3, 16])}, ${size()}, ${size()}]`;
    const lines = Array.from({ length: draw.between(1, 5) }, () => layer(draw));
    const pooled = draw.maybe(0.3) ? [draw.one(['globalavgpool', 'globalmaxpool'])] : [];
    const text = chain(input, ...lines, ...pooled, 'output: dense(3) softmax');
    const { network } = resolve(text);
    const largest = Math.max(
      ...(network?.layers ?? []).map(({ shape }) => shape.reduce((n, m) => n * m, 1)),
    );
    if (network && largest <= 5000) return { text, network, batch: draw.one([1, 2, 5, 16, 32]) };
  }
}
