import {
  boolean,
  entry,
  integer,
  integers,
  naming,
  number,
  optional,
  pair,
  string,
  word,
} from '../../../src/language/parameters';
import { EntryTable } from '../../../src/language/entryTable';
import {
  type Clause,
  type Entry,
  type EntryKind,
  type Parameters,
  type SettingEntry,
  type VerbEntry,
  vocabulary,
} from '../../../src/language/vocabulary';

const define = <P extends Parameters>(
  kind: EntryKind,
  name: string,
  parameters: P,
  more: Partial<Entry<P>> = {},
): Entry<P> => ({
  kind,
  name,
  parameters,
  summary: `Summary of ${name}.`,
  example: name,
  ...more,
});

const setting = (
  name: string,
  within: SettingEntry['within'],
  parameters: Parameters,
  example = name,
): SettingEntry => ({
  ...define('setting', name, parameters, { example }),
  kind: 'setting',
  within,
});

export const conv = define(
  'layer',
  'conv',
  {
    maps: integer('Feature maps.', { minimum: 1, maximum: 4096 }),
    kernel: pair('Kernel size.', { minimum: 1 }),
    stride: pair('Step.', { minimum: 1, default: [1, 1] }),
    mode: word('Border.', ['same', 'valid'], { default: 'valid' }),
    init: optional(entry('Start.', 'initializer')),
    frozen: boolean('Fixed.', { default: false }),
  },
  { example: 'conv(6, kernel: 5)', details: 'Equation (1).' },
);

export const dropout = define('layer', 'dropout', {
  rate: number('Share of zeros.', { above: 0, maximum: 1 }),
});

export const reshape = define('layer', 'reshape', { shape: integers('Sizes.', { minimum: 1 }) });

export const csv = define(
  'source',
  'csv',
  {
    file: naming('file', string('File.')),
    target: word('Column.'),
    penalty: entry('Penalty.', 'regularizer', { default: { name: 'l2', arguments: { by: 0.5 } } }),
  },
  { example: 'csv("a {1}.csv", target: height)' },
);

const features: SettingEntry = {
  ...setting('features', ['inspect'], {}, 'features C1, C3'),
  listsLayers: true,
  namesSample: true,
};

const clause = (name: string, takes: Clause['takes']): Clause => ({
  ...{ name, takes, summary: `Summary of ${name}.`, example: name, snippet: name },
});

const verb = (
  name: string,
  clauses: readonly Clause[],
  snippet: string,
  subject: VerbEntry['subject'] = 'network',
): VerbEntry => ({
  ...define('verb', name, {}),
  ...{ kind: 'verb', clauses, snippet, subject },
});

const entries: readonly Entry[] = [
  conv,
  dropout,
  reshape,
  define('layer', 'dense', { units: integer('Units.', { minimum: 1 }) }),
  define('layer', 'avgpool', { size: pair('Size.', { default: [2, 2] }) }),
  define('branch', 'concat', {}),
  define('activation', 'relu', {}),
  define('activation', 'logistic', {}, { synonyms: ['sigmoid'] }),
  define('activation', 'leaky_relu', { slope: number('Slope.', { default: 0.01 }) }),
  define('initializer', 'he', {}),
  define('initializer', 'normal', { deviation: number('Spread.', { above: 0, default: 0.1 }) }),
  define('regularizer', 'l2', { by: number('Strength.', { minimum: 0 }) }),
  define('source', 'digits', { train: integer('Count.', { default: 100 }) }),
  csv,
  define('optimizer', 'sgd', { rate: number('Rate.', { above: 0 }) }),
  define('optimizer', 'adam', { rate: number('Rate.', { default: 0.001 }) }),
  setting('source', ['data'], { source: entry('Source.', 'source') }),
  setting('split', ['data'], {
    part: word('Part.', ['validation']),
    count: integer('Count.', { minimum: 0 }),
  }),
  setting('batch', ['data', 'train'], { size: integer('Size.') }, 'batch 128'),
  setting('optimizer', ['train'], { optimizer: entry('Rule.', 'optimizer') }),
  setting('gradients', ['inspect'], {}),
  features,
  verb('train', [clause('on', 'data')], 'train ${1:Net} on ${2:digits}'),
  verb('inspect', [clause('on', 'data')], 'inspect ${1:Net}'),
  verb('export', [clause('to', 'file')], 'export ${1:Net} to "${2:net.onnx}"'),
  verb('forecast', [], 'forecast ${1:Net}'),
  verb('generate', [], 'generate ${1:Net}'),
  verb('find', [clause('of', 'network'), clause('on', 'data')], 'find rate of ${1:Net}', [
    { name: 'rate', summary: 'A rate.', example: 'find rate of Net', snippet: 'rate of ' },
  ]),
];

const kinds = new Set(entries.map(({ kind }) => kind));

export const sample = vocabulary(
  [...kinds].map(
    (kind) =>
      new EntryTable(
        kind,
        entries.filter((entry) => entry.kind === kind),
      ),
  ),
);
