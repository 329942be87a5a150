import type { ModelHostMessage, ModelMessage } from '../../src/views/model';
import { noise } from './fixtures';

/** Stands for the extension host of a model's page; what it shows is told by the test (`tell`). */

const sent: ModelMessage[] = [];
const tell = (message: ModelHostMessage) => window.postMessage(message, '*');

/** Numbers as of weights that were drawn. */
const counts = Array.from({ length: 40 }, (_, i) =>
  Math.round(900 * Math.exp(-(((i - 19.5) / 8) ** 2)) * (1 + 0.1 * noise(i))),
);

Object.assign(window, {
  sent,
  tell,
  acquireVsCodeApi: () => ({
    postMessage(message: ModelMessage) {
      sent.push(message);
      if (message.type === 'ready')
        tell({
          type: 'model',
          state: { file: 'model.onnx', description: { state: 'working' }, restricted: false },
        });
      if (message.type !== 'tensor') return;
      const { tensor } = message;
      const summary = {
        ...{ count: 12_800, zeros: 3, notFinite: 0, mean: 0.0012, deviation: 0.083 },
        ...{ least: -0.31, greatest: 0.33, histogram: { from: -0.31, to: 0.33, counts } },
      };
      tell({ type: 'tensor', tensor, summary });
    },
  }),
});
