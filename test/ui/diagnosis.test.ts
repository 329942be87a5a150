import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../host';
import { clickOutput } from './harness/clickOutput';
import { inOrder } from './harness/inOrder';

const notebook = (layers: string, train: string): string => `---
dnn: 1
---

\`\`\`dnn
train Net on digits {
  ${train}
}
\`\`\`

\`\`\`dnn
data digits {
  source digits(train: 1500, test: 200, seed: 3)
  normalize standard
  batch 32
}
\`\`\`

\`\`\`dnn
network Net {
  input image[1, 28, 28]
  ${layers}
  output: dense(10) softmax
}
\`\`\`
`;

/** What the first screen says of a training: its status, and what is the matter. */
interface Case {
  readonly layers: string;
  readonly train: string;
  readonly status: string;
  readonly verdicts: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  healthy: {
    layers: 'H: dense(64) relu',
    train: 'epochs 5',
    status: 'completed',
    verdicts: [],
  },
  vanishing: {
    layers: 'repeat 20 { dense(64) logistic }',
    train: 'epochs 3',
    status: 'completed, did not learn',
    verdicts: ['Vanishing gradients.', 'Not learning.'],
  },
  exploding: {
    layers: 'repeat 30 { dense(128, init: normal(0.3)) tanh }',
    train: 'optimizer sgd(rate: 0.01)\n  epochs 2',
    status: 'completed, did not learn',
    verdicts: ['Saturated units.', 'Exploding gradients.', 'Not learning.'],
  },
  dead: {
    layers: 'H1: dense(64) relu\n  H2: dense(64, init: constant(-1)) relu',
    train: 'epochs 4',
    status: 'completed, did not learn',
    verdicts: ['Dead units.', 'Not learning.'],
  },
};

describe('the first screen of a training', function () {
  this.timeout(180_000);
  inOrder(this);
  let editor: Editor;

  before(async () => {
    const files = Object.entries(cases).map(
      ([name, { layers, train }]) => [`${name}.dnn`, notebook(layers, train)] as const,
    );
    editor = await openEditor({ workspace: Object.fromEntries(files) });
  });
  after(() => editor?.close());

  async function trained(name: string): Promise<Locator> {
    await editor.openNotebook(`${name}.dnn`);
    await editor.runCommand('Notebook: Run All');
    const frame = await editor.findFrame('.dnn-training[data-status=completed]', 90);
    const training = frame.locator('.dnn-training');
    await editor.screenshot(`diagnosis-${name}`);
    return training;
  }

  for (const [name, { status, verdicts }] of Object.entries(cases))
    it(`tells the ${name} network from others`, async () => {
      const training = await trained(name);
      assert.equal(await training.locator('.dnn-status').innerText(), status);
      assert.deepEqual(await training.locator('.dnn-verdict strong').allInnerTexts(), verdicts);
      if (name !== 'dead') await editor.runCommand('View: Close All Editors');
    });

  it('has what helps written into the notebook by a click', async () => {
    const frame = await editor.findFrame('.dnn-verdict');
    await clickOutput(editor, frame.getByRole('button', { name: 'Use leaky_relu with init: he' }));
    // The editor shows spaces that do not break.
    const line = /H2:\sdense\(64,\sinit:\she\)\sleaky_relu/;
    await editor.page.locator('.view-line', { hasText: line }).first().waitFor();
    await editor.screenshot('diagnosis-repaired');
  });
});
