import assert from 'node:assert/strict';
import { inspectorMessage, rendererMessage } from '../../../src/views/messages';

describe('a message of a webview that controls a training', () => {
  const schemas = { inspector: inspectorMessage, output: rendererMessage };
  for (const [where, schema] of Object.entries(schemas)) {
    it(`names the run to stop: ${where}`, () => {
      const stop = { type: 'control', command: 'stop' };
      assert.ok(schema.safeParse({ ...stop, run: 'net-1' }).success);
      assert.ok(!schema.safeParse(stop).success);
      assert.ok(!schema.safeParse({ type: 'stop' }).success);
    });
  }
});

describe('a question of a webview', () => {
  const input = { shape: [1, 2], data: new Uint8Array(8) };
  const ask = (question: object) =>
    inspectorMessage.safeParse({ type: 'ask', id: 1, network: 'Net', question }).success;

  it('is about an input and layers', () => {
    assert.ok(ask({ input, layers: [{ layer: 'C1', maps: [0, 3] }] }));
    assert.ok(!ask({ layers: [{ layer: 'C1' }] }));
  });

  for (const [what, question] of [
    ['a shape that is none', { input: { ...input, shape: [0, 1.5] }, layers: [] }],
    ['more axes than any input has', { input: { ...input, shape: Array(9).fill(1) }, layers: [] }],
    [
      'more numbers than any input has',
      { input: { ...input, data: new Uint8Array(2 ** 24 + 4) }, layers: [] },
    ],
    ['an input that is text', { input: { ...input, data: 'AAAAAAAAAAA=' }, layers: [] }],
    ['more layers than any network has', { input, layers: Array(2001).fill({ layer: 'C1' }) }],
    [
      'more maps than any layer has',
      { input, layers: [{ layer: 'C1', maps: Array(16385).fill(0) }] },
    ],
    ['a map before the first', { input, layers: [{ layer: 'C1', maps: [-1] }] }],
  ] as const)
    it(`is refused with ${what}`, () => assert.ok(!ask(question)));
});
