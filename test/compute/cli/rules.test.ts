import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { notebooksIn } from '../../notebooks';
import { bundles, cliPath, repository, Workspace } from '../support';

/** What each example prints, besides its epochs: the measures and pictures of its rule, and what it comes to. */
const printed: Readonly<Record<string, readonly RegExp[]>> = {
  'perceptron.dnn': [/train mistakes 0\b/, /Weights of output/, /test +0 +100\.00%/],
  'backprop.dnn': [/test +[\d.e-]+ +100\.00%/, /best neurons of C over all 144 samples/],
  'delta.dnn': [
    /Adaline on switches: 32 samples/,
    /phase 1\/2: stability/,
    /greatest stable rate 0\.377/,
    /test +0\.\d+ +100\.00%/,
    /greatest stable rate 0\.0\d+/,
    /Weights of output/,
  ],
  'cd.dnn': [
    /reconstruction error 0\.0\d+/,
    /free energy -\d/,
    /below them, their reconstructions/,
  ],
  'pcd.dnn': [/reconstruction error 0\.01\d+/, /What H dreams/, /free-energy gap/],
  'meanfield.dnn': [/bound of ln P -[34]\d/, /each class of output dreams of/, /test .* 9\d\.\d+%/],
  'wakesleep.dnn': [
    /wake error 0\.0\d+ +sleep error 0\.\d+/,
    /What Helmholtz dreams of/,
    /phase 3\/3: all/,
    /What Belief dreams of/,
    /test .* \d\d\.\d+%/,
  ],
  'dbm.dnn': [
    /phase 3\/3: together/,
    /mean-field change \d/,
    /What the chains have come to/,
    /test +0\.02\d+/,
  ],
  'levenberg-marquardt.dnn': [/⟨∂²E\/∂w²⟩/, /test +0\.0\d+ +9[78]\.\d+%/],
  'autoencoder.dnn': [/test +0\.1[56]\d*\b/, /^sparsity_1 .* 0\.1\d+ /m],
  'bptt.dnn': [/Recurrent on lines/, /decoded error/, /test +0\.\d+ +[78]\d\.\d+% +\d\d\.\d+%/],
  'layerwise.dnn': [/phase 5\/5: fine-tuning/, /phase 4\/4: all/, /test +0\.\d+ +9\d\.\d+%/],
  'ridge.dnn': [
    /penalty λ 10\.0/,
    /condition number/,
    /States of R/,
    /NRMSE84 0\.0\d+ over 20 places/,
  ],
  'zca.dnn': [
    /eigenvalue of the covariance 1\.18 at i = 1, .*, 0 at i = 196/,
    /variance of the inputs 11\.\d/,
    /Filters of W/,
    /Samples whitened by W/,
  ],
  'kmeans.dnn': [
    /train atoms begun anew 150/,
    /winners in D/,
    /test +0\.\d+ +9\d\.\d+%/,
    /Weights of C/,
  ],
  'omp1.dnn': [
    /phase 2\/3: atoms/,
    /train atoms begun anew 120/,
    /Weights of D/,
    /test +0\.\d+ +9[45]\.\d+%/,
  ],
  'hebbian.dnn': [
    /representatives 2\.\d+ +strongest response 0\.9\d/,
    /Weights of S1/,
    /what the representatives of S1 look for/,
    /test +0\.[23]\d+ +9\d\.\d+%/,
  ],
  'rica.dnn': [
    /reconstruction error 0\.002\d+ +sparsity 0\.5\d/,
    /their reconstructions by R/,
    /Weights of R \(4/,
    /best neurons of R over all 500 samples of digits\.test/,
    /0 +R\[\d+\] +[>≤] -?\d\.\d+ +9[2-4]\.\d+% +90\.00%/,
  ],
  'psd.dnn': [
    /prediction error 0\.00\d+/,
    /Dictionary of H/,
    /predictions of H make/,
    /test +0\.\d+ +[89]\d\.\d+%/,
  ],
};

describe('examples/rules', function () {
  this.timeout(120_000);
  bundles();
  const workspace = new Workspace();

  it('has an example of what the README names', () => {
    assert.deepEqual(notebooksIn(join(repository, 'examples/rules')), Object.keys(printed).sort());
  });

  for (const [file, expected] of Object.entries(printed)) {
    it(`${file} runs from its first cell to its last`, () => {
      cpSync(join(repository, 'examples/rules', file), join(workspace.folder, file));
      const { status, stdout, stderr } = spawnSync(process.execPath, [cliPath, 'run', file], {
        cwd: workspace.folder,
        encoding: 'utf8',
      });
      assert.equal(stderr, '');
      assert.equal(status, 0);
      for (const pattern of expected) assert.match(stdout, pattern);
    });
  }
});
