import assert from 'node:assert/strict';
import { designOf } from '../../../src/designer/design';
import { analyze } from '../../../src/program/analyze';
import { network } from './support';

/** The problem a form tells above its fields, of the statement at a path. */
const told = (lines: string, path: readonly number[]) => {
  const sources = [network(lines)];
  return designOf({ sources, program: analyze(sources) }, undefined, path, undefined).form?.problem;
};

describe('the form of a statement', () => {
  it('tells what is wrong with the layer as a whole', () =>
    assert.match(
      told('  input image[1, 8, 8]\n  conv(6, kernel: 9)\n  output: dense(10)', [1])!.message,
      /9/,
    ));

  it('leaves to its fields what is wrong with them', () =>
    assert.equal(
      told('  input image[1, 8, 8]\n  conv(6, kernel: 3, init: hee)\n  output: dense(10)', [1]),
      undefined,
    ));

  it('leaves to the layers within a repeat what is wrong with them', () =>
    assert.equal(
      told('  input image[8]\n  repeat 2 {\n    dense(4) rellu\n  }\n  output: dense(10)', [1]),
      undefined,
    ));

  it('of what is right tells nothing', () =>
    assert.equal(told('  input image[8]\n  dense(4) relu\n  output: dense(10)', [1]), undefined));
});
