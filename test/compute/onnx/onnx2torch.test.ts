import { assertReads } from './exported';
import { needTorch } from './peers';

/** What onnx2torch 1.5 cannot read, though ONNX has it. */
const unread: Readonly<Record<string, RegExp>> = {
  'conv, connections': /Reshape/, // its filters are computed by the model, from the connections
  // As in the model they are from.
  'examples/fine-tuning.dnn Mnist8': /auto_pad/,
  'examples/fine-tuning.dnn Tuned': /auto_pad/,
  embedding: /GreaterOrEqual/, // of the activation `step`
};

describe('onnx2torch', function () {
  this.timeout(120_000);
  before(needTorch);

  it('reads exported networks and computes what ONNX Runtime does', () =>
    assertReads('pytorch.py', (network) => unread[network]));
});
