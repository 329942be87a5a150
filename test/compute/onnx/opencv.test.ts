import { assertReads } from './exported';
import { needPeers } from './peers';

describe('OpenCV', function () {
  this.timeout(120_000);
  before(needPeers);

  it('reads every exported network and computes what ONNX Runtime does', () =>
    assertReads('opencv.py'));
});
