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
