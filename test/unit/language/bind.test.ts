import assert from 'node:assert/strict';
import { bindArguments, bindSetting } from '../../../src/language/bind';
import type { EvaluatedValue } from '../../../src/language/evaluate';
import { evaluateLets } from '../../../src/language/lets';
import { parseCell } from '../../../src/language/parse';
import type { Call, Setting } from '../../../src/language/syntax';
import type { Entry } from '../../../src/language/vocabulary';
import { conv, csv, dropout, reshape, sample } from './sampleVocabulary';
import { shown } from './support';

const scope = new Map<string, EvaluatedValue>([
  ['width', 8],
  ['sizes', [3, 5]],
  ['border', 'same'],
  ['he', 1],
]);

function bind(entry: Entry, source: string) {
  const text = `network N { ${source} }`;
  const [network] = parseCell(text, 0, sample).statements;
  assert.ok(network.kind === 'network' && network.body[0].kind === 'layer');
  const call: Call = network.body[0].call;
  const { values, errors } = bindArguments(entry, call, scope, sample);
  return { values, errors: errors.map((error) => shown(text, error.toDiagnostic())) };
}

const defaults = { stride: [1, 1], mode: 'valid', init: undefined, frozen: false };

describe('bindArguments binds', () => {
  const rows: [entry: Entry, source: string, values: object][] = [
    [conv, 'conv(6, 5)', { maps: 6, kernel: [5, 5], ...defaults }],
    [conv, 'conv(kernel: [3, 5], maps: 6)', { maps: 6, kernel: [3, 5], ...defaults }],
    [conv, 'conv(2 * width, kernel: sizes)', { maps: 16, kernel: [3, 5], ...defaults }],
    [conv, 'conv(6, 5, mode: same)', { maps: 6, kernel: [5, 5], ...defaults, mode: 'same' }],
    [conv, 'conv(6, 5, mode: border)', { maps: 6, kernel: [5, 5], ...defaults, mode: 'same' }],
    [conv, 'conv(6, 5, frozen: true)', { maps: 6, kernel: [5, 5], ...defaults, frozen: true }],
    [
      conv,
      'conv(6, 5, init: he)',
      { maps: 6, kernel: [5, 5], ...defaults, init: { name: 'he', arguments: {} } },
    ],
    [
      conv,
      'conv(6, 5, init: normal)',
      {
        maps: 6,
        kernel: [5, 5],
        ...defaults,
        init: { name: 'normal', arguments: { deviation: 0.1 } },
      },
    ],
    [dropout, 'dropout(1 / 4)', { rate: 0.25 }],
    [reshape, 'reshape([1, 2 * width])', { shape: [1, 16] }],
    [reshape, 'reshape(2..4)', { shape: [2, 3, 4] }],
    [reshape, 'reshape(7)', { shape: [7] }],
    [
      csv,
      'csv("a.csv", target: label, penalty: l2(2))',
      { file: 'a.csv', target: 'label', penalty: { name: 'l2', arguments: { by: 2 } } },
    ],
    [
      csv,
      'csv("a.csv", label)',
      { file: 'a.csv', target: 'label', penalty: { name: 'l2', arguments: { by: 0.5 } } },
    ],
  ];
  for (const [entry, source, values] of rows) {
    it(source, () => assert.deepEqual(bind(entry, source), { values, errors: [] }));
  }
});

describe('bindArguments reports', () => {
  const rows: [entry: Entry, source: string, ...errors: string[]][] = [
    [
      conv,
      'conv(6)',
      'conv(6) | missing-argument | `conv` needs `kernel`: Kernel size. For example: `conv(6, kernel: 5)`',
    ],
    [
      conv,
      'conv(6, kernal: 5)',
      'kernal | unknown-argument | unknown argument `kernal` of `conv`; did you mean `kernel`?',
    ],
    [
      conv,
      'conv(6, kernel_size: 5)',
      'kernel_size | unknown-argument | unknown argument `kernel_size` of `conv`; did you mean `kernel`?',
    ],
    [
      dropout,
      'dropout(0.5, 1, 2)',
      '1 | too-many-arguments | `dropout` takes at most one value (`rate`)',
    ],
    [conv, 'conv(6, 5, maps: 7)', 'maps: 7 | duplicate-argument | `maps` is given twice'],
    [conv, 'conv(6.5, 5)', '6.5 | wrong-type | `maps` of `conv` must be an integer, found `6.5`'],
    [conv, 'conv("6", 5)', '"6" | wrong-type | `maps` of `conv` must be an integer, found `"6"`'],
    [conv, 'conv(0, 5)', '0 | out-of-range | `maps` of `conv` must be at least 1, found `0`'],
    [
      conv,
      'conv(width ^ 9, 5)',
      'width ^ 9 | out-of-range | `maps` of `conv` must be at most 4096, found `134217728`',
    ],
    [
      conv,
      'conv(6, [1, 2, 3])',
      '[1, 2, 3] | wrong-type | `kernel` of `conv` must be an integer or a list of two, such as `[3, 5]`, found `[1,2,3]`',
    ],
    [
      conv,
      'conv(6, [3, 0])',
      '0 | out-of-range | `kernel` of `conv` must be at least 1, found `0`',
    ],
    [conv, 'conv(widht, 5)', 'widht | unknown-name | unknown name `widht`; did you mean `width`?'],
    [
      conv,
      'conv(6, 5, mode: sam)',
      'sam | unknown-word | unknown word `sam` for `mode` of `conv`; did you mean `same`?',
    ],
    [conv, 'conv(6, 5, mode: 3)', '3 | wrong-type | `mode` of `conv` must be `same` or `valid`'],
    [
      conv,
      'conv(6, 5, frozen: yes)',
      'yes | wrong-type | `frozen` of `conv` must be `true` or `false`',
    ],
    [
      conv,
      'conv(6, 5, init: hee)',
      'hee | unknown-initializer | unknown initializer `hee`; did you mean `he`?',
    ],
    [
      conv,
      'conv(6, 5, init: 3)',
      '3 | wrong-type | `init` of `conv` must be an initializer, found `3`',
    ],
    [
      conv,
      'conv(6, 5, init: normal(-1))',
      '-1 | out-of-range | `deviation` of `normal` must be above 0, found `-1`',
    ],
    [conv, 'conv(6 / 0, 5)', '6 / 0 | not-finite | this value is not finite'],
    [csv, 'csv(file, label)', 'file | wrong-type | `file` of `csv` must be text in double quotes'],
    [
      conv,
      'conv(0, 0, mod: 1)',
      'mod | unknown-argument | unknown argument `mod` of `conv`; did you mean `mode`?',
      '0 | out-of-range | `maps` of `conv` must be at least 1, found `0`',
      '0 | out-of-range | `kernel` of `conv` must be at least 1, found `0`',
    ],
  ];
  for (const [entry, source, ...errors] of rows) {
    it(source, () => assert.deepEqual(bind(entry, source), { values: undefined, errors }));
  }
});

describe('bindSetting', () => {
  const settingOf = (source: string): [string, Setting] => {
    const text = `data d { ${source} }`;
    const [data] = parseCell(text, 0, sample).statements;
    assert.ok(data.kind === 'data');
    return [text, data.settings[0]];
  };
  const bound = (source: string) => {
    const [text, setting] = settingOf(source);
    const entry = sample.find('setting', setting.keyword.text);
    assert.ok(entry);
    const { values, errors } = bindSetting(entry, setting, scope, sample);
    return values ?? errors.map((error) => shown(text, error.toDiagnostic()));
  };

  it('binds what follows the keyword in order', () => {
    assert.deepEqual(bound('split validation 10 * width'), { part: 'validation', count: 80 });
    assert.deepEqual(bound('source digits(7)'), {
      source: { name: 'digits', arguments: { train: 7 } },
    });
    assert.deepEqual(bound('source digits'), {
      source: { name: 'digits', arguments: { train: 100 } },
    });
  });

  it('reports what is wrong with it', () => {
    assert.deepEqual(bound('split validation'), [
      'split validation | missing-argument | `split` needs `count`: Count. For example: `split`',
    ]);
    assert.deepEqual(bound('batch 1 2'), [
      '2 | too-many-arguments | `batch` takes at most one value (`size`)',
    ]);
  });
});

describe('evaluateLets', () => {
  const evaluated = (source: string) => {
    const { statements } = parseCell(source, 0, sample);
    const lets = statements.filter((each) => each.kind === 'let');
    const { scope: values, errors } = evaluateLets(lets);
    const bad = errors.map(({ location }) => location);
    const good = lets.filter(
      ({ value }) =>
        !bad.some(({ start }) => start >= value.location.start && start < value.location.end),
    );
    return {
      values: Object.fromEntries(
        good.flatMap(({ name: { text } }) => {
          try {
            return [[text, values.get(text)]];
          } catch {
            return [];
          }
        }),
      ),
      errors: errors.map((error) => shown(source, error.toDiagnostic())),
    };
  };
  const rows: [source: string, values: object, ...errors: string[]][] = [
    ['let a = 2 ^ 3 ^ 2', { a: 512 }],
    ['let a = -2 ^ 2', { a: -4 }],
    ['let a = 7 - 2 - 1', { a: 4 }],
    ['let a = b + 1\nlet b = 2', { a: 3, b: 2 }],
    ['let a = [1, "x", true]', { a: [1, 'x', true] }],
    ['let a = 3..6', { a: [3, 4, 5, 6] }],
    ['let a = [5, 6]\nlet b = a[1]', { a: [5, 6], b: 6 }],
    [
      'let a = [5]\nlet b = a[1]',
      { a: [5] },
      '1 | out-of-range | `a` has 1 items, counted from 0; there is no item 1',
    ],
    ['let a = a + 1', {}, 'a | circular-let | `a` is defined in terms of itself'],
    ['let a = b\nlet b = c + 1', {}, 'c | unknown-name | unknown name `c`; known: `a`, `b`'],
    ['let a = "x" + 1', {}, '"x" | wrong-type | expected a number, found `"x"`'],
    [
      'let a = 3..1',
      {},
      '3..1 | out-of-range | the first number of a range cannot exceed the last: write `1..3`',
    ],
    ['let a = 1..1e9', {}, '1..1e9 | out-of-range | a range has at most 10000 numbers'],
    ['let a = sqrt(2)', {}, 'sqrt(2) | wrong-type | `sqrt(…)` cannot be used as a value here'],
  ];
  for (const [source, values, ...errors] of rows) {
    it(JSON.stringify(source), () => assert.deepEqual(evaluated(source), { values, errors }));
  }
});
