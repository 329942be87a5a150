import type { Random } from '../../src/random/random';
import { pick } from './mutate';

const functions = ['relu', 'tanh', 'logistic', 'leaky_relu(0.1)', 'elu', 'abs tanh'];
const inits = ['he', 'glorot', 'normal(0.05)', 'uniform(0.1)'];
const optimizers = ['sgd(rate: 0.1, momentum: 0.9)', 'adam(rate: 0.001)', 'rprop', 'adam'];

/** Notebooks without mistakes, with networks that can be trained: `Generator` makes few of those. */
export class SoundGenerator {
  constructor(private readonly random: Random) {}

  cells(): string[] {
    const names = ['Net', 'Größe_2', 'train'].slice(0, 1 + this.random.integer(3));
    return [
      'let width = 2 * 4; let act = tanh # used below',
      'block unit(maps, f) {\n  conv(maps, kernel: [3, 3], padding: 1) f\n}',
      'data digits {\n  source digits(train: 100, test: 20)\n  split validation 20 # held out\n  batch 4\n}',
      ...names.flatMap((name) => [this.network(name), this.training(name)]),
    ];
  }

  private network(name: string): string {
    const lines = this.several(4, () => this.onMaps());
    const dense = this.several(4, () => this.onUnits());
    const head = `output: dense(${this.spaced('10')}) softmax`;
    return `network ${name} {\n  input image[1, 28, 28]\n${[...lines, 'flatten', ...dense, head].join('\n')}\n}`;
  }

  private onMaps(): string {
    const f = () => pick(this.random, functions);
    return pick(this.random, [
      `conv(${this.small()}, kernel: 3, padding: 1, init: ${pick(this.random, inits)}) ${f()}`,
      `unit(${this.small()}, act)`,
      'unit(width / 2, relu)',
      'max_pool(2, padding: same)',
      `repeat ${this.small()} { conv(3, kernel: 1) ${f()} } # the same`,
      `add {\n  { conv(4, kernel: 1); ${f()} }\n  { conv(4, kernel: [1, 1,],) }\n} ${f()}`,
      'concat { { unit(2, act) } { } }',
      'batch_norm',
    ]);
  }

  private onUnits(): string {
    const f = pick(this.random, functions);
    return pick(this.random, [
      `dense(width + ${this.small()}) ${f}`,
      `dense(12, regularize: l2(5e-4), frozen: ${this.random.integer(4) === 0}) ${f}`,
      'dropout(0.3)',
      `repeat 2 { dense(width^2 - 8) ${f} }`,
    ]);
  }

  private training(name: string): string {
    const optimizer = `optimizer ${pick(this.random, optimizers)}`;
    const settings = ['loss cross_entropy', optimizer, `epochs ${this.spaced('2')}`];
    const more = this.several(1, () => 'clip norm 1.0');
    return `train ${name} on digits {\n  ${[...settings, ...more].join('\n  ')}\n}`;
  }

  private small = (): number => 1 + this.random.integer(4);

  private spaced = (number: string): string =>
    pick(this.random, [number, `(${number})`, `${number} * 1`, `${number}+0`]);

  private several<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.random.integer(most + 1) }, make);
  }
}
