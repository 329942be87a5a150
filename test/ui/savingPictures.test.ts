import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { saveMessage, type SaveMessage } from '../../src/views/saving';
import { describedData } from './harness/describedData';
import { useHarness, refused, showOutput, type HarnessPage } from './harness/page';

describe('a picture of a page', function () {
  this.timeout(120_000);
  const openPage = useHarness();

  /** What the host is asked to save when the button of this name is pressed by keyboard. */
  async function saved(page: Page, button: string): Promise<SaveMessage> {
    await page.getByRole('button', { name: button }).first().press('Enter');
    const sent = await page.evaluate(
      () => (window as unknown as { sent: { type: string }[] }).sent,
    );
    return saveMessage.parse(sent.find(({ type }) => type === 'save'));
  }

  /** Width and height of the file, opened as an image by itself, and how many colours are in it. */
  const opened = (page: Page, type: string, text: string) =>
    page.evaluate(
      async ([type, text]) => {
        const image = new Image();
        image.src = `data:${type},${text}`;
        await image.decode();
        const canvas = document.createElement('canvas');
        [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
        const context = canvas.getContext('2d')!;
        context.drawImage(image, 0, 0);
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
        const pixels = new Uint32Array(data.buffer);
        return {
          width: canvas.width,
          height: canvas.height,
          colours: new Set(pixels).size,
          isOpaque: data.every((value, i) => i % 4 < 3 || value === 255),
        };
      },
      [type, text] as const,
    );

  const canvases: readonly [string, Pick<HarnessPage, 'kind' | 'query'>, string, string][] = [
    [
      'curves',
      { kind: 'panel', query: 'view=trained&tab=training' },
      'Save as PNG … Loss',
      '.dnn-plot canvas',
    ],
    [
      'a heat map',
      { kind: 'panel', query: 'view=trained&tab=layers' },
      'Save as PNG …',
      'canvas.dnn-heat-map',
    ],
    [
      'compared curves',
      { kind: 'compare', query: 'view=two' },
      'Save as PNG …',
      '.dnn-plot canvas',
    ],
    [
      'curves of a cell',
      { kind: 'outputs', query: 'view=trained' },
      'Save as PNG … Loss',
      '.dnn-plot canvas',
    ],
  ];
  for (const [what, wanted, button, canvas] of canvases)
    it(`is saved as PNG: ${what}`, async () => {
      const page = await openPage(wanted);
      const size = await page
        .locator(canvas)
        .first()
        .evaluate((element) => {
          const { width, height } = element as HTMLCanvasElement;
          return { width, height };
        });
      const { name, text } = await saved(page, button);
      assert.match(name, /\.png$/);
      const { width, height, colours, isOpaque } = await opened(page, 'image/png;base64', text);
      assert.deepEqual({ width, height }, size);
      assert.ok(isOpaque && colours > 3, `${colours} colours`);
      assert.deepEqual(await refused(page), []);
      await page.close();
    });

  it('is saved as SVG with its colours and texts: the graph of a network', async () => {
    for (const wanted of [
      { kind: 'panel', query: 'view=trained&tab=graph' },
      { kind: 'outputs', query: 'view=network' },
    ] as const) {
      const page = await openPage(wanted);
      const { name, text } = await saved(page, 'Save as SVG … LeNet5 graph');
      assert.equal(name, 'LeNet5 graph.svg');
      for (const layer of ['C1', 'C3', 'F6', 'output'])
        assert.match(text, new RegExp(`>${layer}<`));
      assert.doesNotMatch(text, / (class|style|tabindex)="/);
      const encoded = encodeURIComponent(text);
      const { width, colours, isOpaque } = await opened(page, 'image/svg+xml', encoded);
      assert.ok(width > 100 && colours > 3 && isOpaque);
      await page.close();
    }
  });

  const figures: readonly [
    string,
    Pick<HarnessPage, 'kind' | 'query'>,
    string,
    readonly string[],
  ][] = [
    [
      'curves with title and legend',
      { kind: 'panel', query: 'view=trained&tab=training' },
      'Save as SVG … Loss',
      ['Loss', 'batch', 'train', 'validation'],
    ],
    [
      'compared curves with the names of the runs',
      { kind: 'compare', query: 'view=two' },
      'Save as SVG … Loss, batches',
      ['Loss, batches', 'baseline', 'Jan 5, 02:03 PM'],
    ],
    [
      'layers over training, with their names',
      { kind: 'panel', query: 'view=trained&tab=layers' },
      'Save as SVG … Gradient magnitude by layer',
      ['Gradient magnitude', 'C1', 'C5', 'output'],
    ],
    [
      'feature maps with their colours',
      { kind: 'panel', query: 'view=trained&tab=features' },
      'Save as SVG … C1 outputs',
      ['C1', '[6, 28, 28]', '0.99'],
    ],
    [
      'a plot with its axes',
      { kind: 'panel', query: 'view=values&tab=evaluation' },
      'Save as SVG … ',
      ['prediction', 'target'],
    ],
  ];
  for (const [what, wanted, button, texts] of figures)
    it(`is saved as SVG as a whole: ${what}`, async () => {
      const page = await openPage(wanted);
      const { name, text } = await saved(page, button);
      assert.match(name, /\.svg$/);
      for (const each of texts) assert.ok(text.includes(`>${each}<`), `${each} in ${name}`);
      assert.doesNotMatch(text, / (class|style|tabindex)="/);
      assert.doesNotMatch(text, />(PNG|SVG|CSV|Table)</);
      const { width, colours, isOpaque } = await opened(
        page,
        'image/svg+xml',
        encodeURIComponent(text),
      );
      assert.ok(width > 100 && colours > 3 && isOpaque);
      assert.deepEqual(await refused(page), []);
      await page.close();
    });

  it('is saved as SVG with a bar for each class: a histogram', async () => {
    const page = await openPage({ kind: 'outputs', query: 'view=error' });
    await showOutput(page, 'data', await describedData('table'));
    const { name, text } = await saved(page, 'Save as SVG … classes train');
    assert.equal(name, 'classes train.svg');
    // One rectangle is the ground.
    assert.equal(text.match(/<rect /g)?.length, 1 + 3);
    await page.close();
  });
});
