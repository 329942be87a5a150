import assert from 'node:assert/strict';
import { DesignerHost } from './harness/designerHost';
import { useHarness, refused, type HarnessPage } from './harness/page';

const pages: readonly Pick<HarnessPage, 'kind' | 'query'>[] = [
  ...['graph', 'training', 'layers', 'features', 'evaluation', 'results'].map((tab) => ({
    kind: 'panel' as const,
    query: `view=trained&tab=${tab}`,
  })),
  ...['view=branches', 'view=paused&tab=training', 'view=hundreds&tab=layers'].map((query) => ({
    kind: 'panel' as const,
    query,
  })),
  { kind: 'compare', query: 'view=two' },
  ...['data', 'network', 'running', 'inspection', 'rate'].map((view) => ({
    kind: 'outputs' as const,
    query: `view=${view}`,
  })),
];

describe('the content security policy of a webview', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  for (const { kind, query } of pages)
    it(`refuses nothing that the page does: ${kind}?${query}`, async () => {
      const page = await openPage({ kind, query });
      try {
        for (const folded of await page.locator('summary').all()) await folded.click();
        await page.mouse.move(400, 300);
        await page.setViewportSize({ width: 340, height: 900 });
        await page.waitForTimeout(100);
        assert.deepEqual(await refused(page), []);
      } finally {
        await page.close();
      }
    });

  it('refuses nothing that the editor for fields does', async () => {
    const host = new DesignerHost([
      'network N {\n  input image[1, 28, 28]\n  C1: conv(6, kernel: 5) tanh\n  output: dense(10) softmax\n}',
    ]);
    const { prepare } = host;
    const page = await openPage({ kind: 'designer', query: '', prepare });
    try {
      await page.locator('[data-path="1"]').click();
      await page.locator('.dnn-code-field[data-field=init]').click();
      await page.keyboard.type('h');
      await page.locator('.suggest-widget .monaco-list-row').first().waitFor();
      await page.keyboard.type('ee');
      await page.locator('.squiggly-error').first().waitFor();
      assert.deepEqual(await refused(page), []);
      await page.evaluate(() =>
        document.body.insertAdjacentHTML('beforeend', '<style>p { color: red }</style>'),
      );
      const directives = (await refused(page)).map((line) => line.split(':')[0]);
      assert.deepEqual(directives, ['style-src-elem']);
    } finally {
      await page.close();
    }
  });

  it('refuses styles that stand in text', async () => {
    const page = await openPage({ kind: 'panel', query: 'view=trained&tab=graph' });
    try {
      await page.evaluate(() => {
        document.body.insertAdjacentHTML('beforeend', '<p style="color: red">red</p>');
        document.body.insertAdjacentHTML('beforeend', '<style>p { color: red }</style>');
      });
      const directives = (await refused(page)).map((line) => line.split(':')[0]);
      assert.deepEqual(directives, ['style-src-attr', 'style-src-elem']);
    } finally {
      await page.close();
    }
  });
});
