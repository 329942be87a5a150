import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outsideFolder } from '../../../src/extension/outside';

describe('a folder outside of the workspace', () => {
  let root = '';
  beforeEach(function () {
    if (process.platform === 'win32') return this.skip();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'dnn-')));
    for (const folder of ['work/models', 'work-other', 'elsewhere']) {
      mkdirSync(join(root, folder), { recursive: true });
    }
    symlinkSync(join(root, 'elsewhere'), join(root, 'work/link'));
    symlinkSync(join(root, 'work/models'), join(root, 'back'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const table: readonly (readonly [file: string, outside: string | undefined])[] = [
    ['work/a.onnx', undefined],
    ['work/models/new/deep/a.onnx', undefined],
    ['work/..models/a.onnx', undefined],
    ['back/a.onnx', undefined],
    ['a.onnx', ''],
    ['work/../elsewhere/a.onnx', 'elsewhere'],
    ['work-other/a.onnx', 'work-other'],
    ['work/link/a.onnx', 'elsewhere'],
    ['work/link/new/a.onnx', 'elsewhere/new'],
  ];
  for (const [file, outside] of table) {
    it(`${file} is ${outside === undefined ? 'inside' : 'outside'}`, () => {
      const expected = outside === undefined ? undefined : join(root, outside);
      assert.equal(outsideFolder(join(root, file), [join(root, 'work')]), expected);
      assert.equal(outsideFolder(join(root, file), [join(root, 'work'), root]), undefined);
    });
  }
});
