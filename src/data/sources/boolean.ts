import { integer, optional, word } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import type { Dataset } from '../dataset';
import { chooseTraining, pick } from '../holdOut';
import type { SourceEntry } from '../source';
import type { Samples } from '../samples';

/** What a function of `ones` ones among `count` inputs is. */
const symmetric = {
  parity: (ones: number) => ones % 2 === 1,
  and: (ones: number, count: number) => ones === count,
  or: (ones: number) => ones > 0,
  majority: (ones: number, count: number) => 2 * ones > count,
};

const parameters = {
  inputs: integer('n, the number of inputs: the table has 2ⁿ rows.', { minimum: 1, maximum: 16 }),
  function: word('The function to learn.', ['parity', 'and', 'or', 'majority', 'random'], {
    default: 'parity',
  }),
  train: optional(
    integer(
      'Rows to train on, drawn at random by `seed`; the others are the test samples. When left out, all rows are both.',
      {
        minimum: 1,
      },
    ),
  ),
  seed: integer('Chooses the training rows, and the answers of `random`.', { default: 7 }),
};

const target: Dataset['target'] = { kind: 'classes', names: ['false', 'true'] };

function table(values: Values<typeof parameters>): Samples {
  const { inputs: n, function: name, seed } = values;
  const count = 2 ** n;
  const random = new Random(seed, 'boolean');
  const inputs = new Float32Array(count * n);
  const targets = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    let ones = 0;
    for (let i = 0; i < n; i++) {
      const bit = (row >> (n - 1 - i)) & 1;
      inputs[row * n + i] = bit;
      ones += bit;
    }
    const answer = name === 'random' ? random.uniform() < 0.5 : symmetric[name](ones, n);
    targets[row] = answer ? 1 : 0;
  }
  return { count, inputs, targets };
}

export const boolean: SourceEntry<typeof parameters> = {
  kind: 'source',
  isComplete: true,
  name: 'boolean',
  synonyms: ['truth_table', 'xor'],
  summary: 'The truth table of a Boolean function: inputs 0 and 1, answers false and true.',
  details:
    'Exclusive or is `boolean(2)`: parity of two inputs. `random` gives each row a random answer. One unit can tell false from true: `output: dense(1) logistic`.',
  parameters,
  example: 'source boolean(4, parity)',
  load: async (values) => {
    const all = table(values);
    const { train = all.count, inputs, seed } = values;
    const members = chooseTraining(
      all.count,
      train,
      new Random(seed, 'boolean', 'train'),
      `A function of ${inputs} inputs has ${all.count} rows`,
    );
    return Promise.resolve({
      inputShape: [inputs],
      target,
      train: pick(all, members.train),
      test: pick(all, members.test),
    });
  },
  probe: ({ inputs }) => Promise.resolve({ inputShape: [inputs], kind: 'classes', targets: 2 }),
};
