import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { needTorchWith, runPeer } from './peers';
import { expectAsTorch, expectStepAsTorch } from './torchNetworks';

/**
 * torchvision's networks as PyTorch exports them, and how many parameters they have in the file. Gradients are those of PyTorch in
 * float64, to 10⁻⁴ of each tensor's norm, at numbers where no rectifier is about to switch: a step is PyTorch's within float32.
 */
const networks: Readonly<Record<string, number>> = {
  alexnet: 16,
  resnet18: 42,
  vgg11_bn: 22,
  squeezenet1_1: 52,
  mobilenet_v2: 106,
  mobilenet_v3_small: 108,
  shufflenet_v2_x0_5: 114,
  mnasnet0_5: 106,
  densenet121: 305,
  googlenet: 116,
  inception_v3: 190,
  efficientnet_b0: 164,
  regnet_y_400mf: 172,
  convnext_tiny: 182,
  vit_b_16: 152,
  swin_t: 171,
};

/** Of so many rectifiers some switch in float32 whatever the image: gradients behind one are as exact as others, those before it are not. */
const tolerances: Readonly<Record<string, number>> = { densenet121: 0.1, inception_v3: 0.1 };

describe("torchvision's networks", function () {
  this.timeout(300_000);
  let folder: string;
  before(needTorchWith('torchvision, onnxscript'));
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dnn-torchvision-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const [name, count] of Object.entries(networks)) {
    it(`${name} answers, has PyTorch's gradients, takes its step, and is exported again`, async () => {
      runPeer('torch/torchvision_networks.py', folder, name);
      const path = join(folder, name);
      assert.equal(await expectAsTorch(path, tolerances[name]), count);
      assert.equal(await expectStepAsTorch(path, tolerances[name]), count);
    });
  }
});
