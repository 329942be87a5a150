import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { operatorsPage } from '../../../src/onnx/reference';

const path = join(__dirname, '../../../docs/reference/onnx-operators.md');

describe('the page of ONNX operators', () => {
  it('says what the tables say', () => {
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(path, operatorsPage());
    assert.equal(readFileSync(path, 'utf8'), operatorsPage(), 'run `npm run docs`');
  });
});
