import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editDistance, nearest, unknownEntry } from '../../../src/language/nearest';
import { locate } from '../../../src/language/source';
import { sample } from './sampleVocabulary';

describe('nearest', () => {
  const known = ['conv', 'dense', 'avgpool', 'maxpool', 'relu', 'leaky_relu', 'batchnorm'];
  const rows: [word: string, expected: string | undefined][] = [
    ['conf', 'conv'],
    ['cnov', 'conv'],
    ['Conv', 'conv'],
    ['convolution', 'conv'],
    ['avg', 'avgpool'],
    ['avgpol', 'avgpool'],
    ['batch_norm', 'batchnorm'],
    ['leakyrelu', 'leaky_relu'],
    ['denes', 'dense'],
    ['x', undefined],
    ['softmax', undefined],
    ['lstm', undefined],
  ];
  for (const [word, expected] of rows) {
    it(`finds ${String(expected)} for ${word}`, () => assert.equal(nearest(word, known), expected));
  }

  it('counts a swap of neighbours as one edit', () => {
    const rows: [string, string, number][] = [
      ['', 'abc', 3],
      ['kitten', 'sitting', 3],
      ['ab', 'ba', 1],
      ['ca', 'abc', 3],
    ];
    for (const [a, b, distance] of rows) assert.equal(editDistance(a, b), distance);
  });

  it('is symmetric and zero only for equal words', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.equal(editDistance(a, b) === 0, a === b);
      }),
    );
  });
});

describe('unknownEntry', () => {
  const report = (kind: 'layer' | 'activation', text: string) => {
    const name = { text, location: locate(0, 2, 2 + text.length) };
    return unknownEntry([kind], name, sample).toDiagnostic();
  };

  it('suggests the nearest word as a fix', () => {
    assert.deepEqual(report('layer', 'conf'), {
      severity: 'error',
      code: 'unknown-layer',
      message: 'unknown layer `conf`; did you mean `conv`?',
      location: { cell: 0, start: 2, end: 6 },
      fix: { title: 'Change to `conv`', replacement: 'conv' },
    });
  });

  it('knows other names of an entry', () => {
    const { message } = report('activation', 'Sigmoid');
    assert.equal(message, 'unknown activation `Sigmoid`; did you mean `logistic`?');
  });

  it('lists the words where none is near', () => {
    assert.equal(
      report('activation', 'xyz').message,
      'unknown activation `xyz`; known: `relu`, `logistic`, `leaky_relu`',
    );
  });
});
