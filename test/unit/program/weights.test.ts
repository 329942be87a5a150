import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { initialize } from '../../../src/network/initialize';
import { analyze } from '../../../src/program/analyze';
import { FileError } from '../../../src/program/imported';
import { encodeSafetensors } from '../../../src/runs/safetensors';

const tensor = (...shape: readonly number[]) => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((n, m) => n * m, 1) }, (_, i) => i + 1),
});

const files = new Map([
  [
    'w.safetensors',
    encodeSafetensors({
      tensors: new Map([
        ['A.weight', tensor(3, 4)],
        ['A.bias', tensor(3)],
        ['fc.weight', tensor(2, 3)],
      ]),
      metadata: {},
    }),
  ],
  ['torn.safetensors', new Uint8Array([1, 2, 3])],
]);

const read = (file: string): Uint8Array => {
  const bytes = files.get(file);
  if (!bytes) throw new FileError('missing-file', `there is no file ${file}`);
  return bytes;
};

const network = (a: string, output: string) =>
  analyze([`network Net {\n  input x[4]\n  A: dense(${a})\n  output: dense(${output})\n}`], {
    readModel: read,
  });

const stored = 'init: file("w.safetensors")';

describe('weights from a file', () => {
  it('are those of the layer’s name, its bias among them', () => {
    const { networks, diagnostics } = network(
      `3, ${stored}`,
      '2, init: file("w.safetensors", layer: "fc")',
    );
    assert.deepEqual(diagnostics, []);
    const start = initialize(networks.get('Net')!, 1);
    assert.deepEqual([...start.get('A.weight')!], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    assert.deepEqual([...start.get('A.bias')!], [1, 2, 3]);
    assert.deepEqual([...start.get('output.weight')!], [1, 2, 3, 4, 5, 6]);
    // The file has no bias for it.
    assert.deepEqual([...start.get('output.bias')!], [0, 0]);
  });

  it('come with what a run needs to keep them', () => {
    const [kept, ...more] = network(`3, ${stored}`, '2').networks.get('Net')!.weights!;
    assert.equal(kept.file, 'w.safetensors');
    assert.equal(kept.bytes, files.get('w.safetensors'));
    assert.deepEqual(more, []);
  });

  const mistakes: Readonly<Record<string, readonly [string, string, RegExp]>> = {
    'of another shape': [
      `5, ${stored}`,
      'shape-mismatch',
      /`A.weight` of w.* has the shape \[3, 4\], expected \[5, 4\]/,
    ],
    'that the file lacks': [
      '3, init: file("w.safetensors", layer: "B")',
      'missing-tensor',
      /no tensor `B.weight`; it has A.weight, A.bias, fc.weight/,
    ],
    'of a file that is not there': [
      '3, init: file("no.safetensors")',
      'missing-file',
      /no file no.safetensors/,
    ],
    'of a torn file': [
      '3, init: file("torn.safetensors")',
      'unreadable-file',
      /torn.safetensors is damaged/,
    ],
  };
  for (const [name, [a, code, says]] of Object.entries(mistakes)) {
    it(`${name} are reported at the layer`, () => {
      const { diagnostics } = network(a, '2');
      const found = diagnostics.find((diagnostic) => diagnostic.code === code);
      assert.match(found?.message ?? '', says);
      assert.equal(found!.severity, 'error');
    });
  }
});
