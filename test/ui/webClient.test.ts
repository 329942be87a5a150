import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encode } from 'fast-png';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser, repository } from '../host';
import { violations } from './harness/accessibility';

/** Notebooks whose models get a page: pictures of digits, a table with names, a text, a sequence of numbers. */
const notebooks = {
  Digits: `data digits {
  source digits(train: 3000, test: 100)
  normalize standard
}
network Digits {
  input image[1, 28, 28]
  H: dense(64) relu
  output: dense(10) softmax
}
train Digits on digits {
  optimizer adam(rate: 0.003)
  epochs 5
}`,
  Iris: `data iris {
  source csv("iris.csv", target: "species", test: 0.2)
  normalize standard
}
network Iris {
  input flower[4]
  H: dense(8) tanh
  output: dense(3) softmax
}
train Iris on iris {
  optimizer adam(rate: 0.05)
  epochs 20
}`,
  Verse: `data verse {
  source text("verse.txt", steps: 8)
}
network Verse {
  input text[8]
  embedding(3, vocabulary: 5)
  gru(4)
  output: dense(5) softmax
}
train Verse on verse { epochs 0 }`,
  Rows: `data rows {
  source digits(train: 100, test: 20)
  transform sequence(rows)
}
network Rows {
  input rows[28, 28]
  gru(3)
  output: dense(10) softmax
}
train Rows on rows { epochs 0 }`,
};

/** Those whose pages look different. */
const looks = ['Digits', 'Iris', 'Verse'] as const;

type Shares = ReadonlyMap<string, number>;

describe('the page beside a model', function () {
  this.timeout(120_000);
  let browser: Browser;
  let folder: string;
  const inside = (name: string) => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-page-'));
    symlinkSync(join(repository, 'node_modules'), inside('node_modules'), 'junction');
    copyFileSync(join(repository, 'test/fixtures/views/data/iris.csv'), inside('iris.csv'));
    writeFileSync(inside('verse.txt'), 'abcd\n'.repeat(60));
    for (const [name, cell] of Object.entries(notebooks)) {
      writeFileSync(inside(`${name}.dnn`), `---\ndnn: 1\n---\n\n\`\`\`dnn\n${cell}\n\`\`\`\n`);
      dnn('train', `${name}.dnn`);
      const raw = name === 'Iris' ? ['--raw'] : []; // the page normalizes
      dnn('export', `${name}.dnn`, name, `${name}.onnx`, '--with', 'web,node', ...raw);
    }
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const dnn = (...args: string[]) =>
    execFileSync(process.execPath, [join(repository, 'dist/cli.js'), ...args], { cwd: folder });

  /** What ONNX Runtime answers in Node.js. */
  function answerInNode(name: string, ...args: string[]): Shares {
    const printed = execFileSync(process.execPath, [inside(`${name}.mjs`), ...args], {
      encoding: 'utf8',
    });
    const lines = [...printed.matchAll(/^ *([\d.]+)% {2}(.*)$/gm)];
    return new Map(lines.map(([, percent, name]) => [name, Number(percent)]));
  }

  async function open(name: string, options: Parameters<Browser['newPage']>[0] = {}) {
    const page = await browser.newPage(options);
    page.on('pageerror', ({ message }) => assert.fail(message));
    await page.goto(pathToFileURL(inside(`${name}.html`)).href);
    await page.getByRole('list', { name: 'Class probabilities' }).waitFor();
    return page;
  }

  const shares = async (page: Page): Promise<Shares> =>
    new Map(
      await page
        .getByRole('list', { name: 'Class probabilities' })
        .getByRole('listitem')
        .evaluateAll((items) =>
          items.map((item) => {
            const [name = '', percent = ''] = [...item.children]
              .map(({ textContent }) => textContent ?? '')
              .filter((text) => text !== '');
            return [name, parseFloat(percent)] as const;
          }),
        ),
    );

  /** Waits for the answer in which a class is the likeliest. */
  const mostLikely = (page: Page, name: string) =>
    page.getByText(new RegExp(`^Most likely ${name}, `)).waitFor({ state: 'attached' });

  /** Waits until the page answers so. It shows tenths of a percent; `slack` is what may come on top. */
  async function answers(page: Page, wanted: Shares, slack = 0): Promise<void> {
    const isAlike = (found: Shares) =>
      found.size === wanted.size &&
      [...wanted].every(([name, share]) => Math.abs(found.get(name)! - share) < 0.06 + slack);
    let found = await shares(page);
    for (let tries = 0; tries < 50 && !isAlike(found); tries++) {
      await page.waitForTimeout(50);
      found = await shares(page);
    }
    assert.ok(isAlike(found), JSON.stringify([[...found], [...wanted]]));
  }

  async function drawSeven(page: Page): Promise<void> {
    const box = (await page.getByRole('application').boundingBox())!;
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    await page.mouse.move(...at(0.3, 0.25));
    await page.mouse.down();
    await page.mouse.move(...at(0.7, 0.25), { steps: 8 });
    await page.mouse.move(...at(0.45, 0.8), { steps: 8 });
    await page.mouse.up();
  }

  /** What the network is given, in bytes. */
  const seen = (page: Page): Promise<number[]> =>
    page.locator('.dnn-own-seen canvas').evaluate((canvas: HTMLCanvasElement) => [
      ...canvas
        .getContext('2d')!
        .getImageData(0, 0, 28, 28)
        .data.filter((_, i) => i % 4 === 0),
    ]);

  const pngOf = (pixels: readonly number[]) =>
    Buffer.from(
      encode({ width: 28, height: 28, channels: 1, depth: 8, data: Uint8Array.from(pixels) }),
    );

  it('knows a digit that is drawn, and answers as ONNX Runtime does elsewhere', async () => {
    const page = await open('Digits');
    await drawSeven(page);
    await mostLikely(page, '7');
    writeFileSync(inside('drawn.png'), pngOf(await seen(page)));
    await answers(page, answerInNode('Digits', inside('drawn.png')), 1); // bytes are coarser
    await page.getByText(/^Answered in [\d.]+ ms/).waitFor();
    await page.close();
  });

  it('puts a drawing in the middle as MNIST does, until that is turned off', async () => {
    const page = await open('Digits');
    await drawSeven(page);
    await mostLikely(page, '7');
    const centre = page.getByRole('button', { name: 'Centre' });
    assert.equal(await centre.getAttribute('aria-pressed'), 'true');
    const rows = async () => {
      const pixels = await seen(page);
      const inked = Array.from({ length: 28 }, (_, y) => y).filter((y) =>
        pixels.slice(28 * y, 28 * y + 28).some((pixel) => pixel > 40),
      );
      return inked.length;
    };
    assert.equal(await rows(), 20);
    await centre.click();
    assert.ok((await rows()) < 20);
    await page.close();
  });

  it('takes a picture that is dropped or chosen, pixel by pixel', async () => {
    const page = await open('Digits');
    await drawSeven(page);
    await mostLikely(page, '7');
    const upsideDown = pngOf((await seen(page)).reverse());
    writeFileSync(inside('dropped.png'), upsideDown);
    const wanted = answerInNode('Digits', inside('dropped.png'));
    const [likeliest] = wanted.keys();
    assert.notEqual(likeliest, '7');

    const dropped = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
      return transfer;
    }, upsideDown.toString('base64'));
    await page.getByRole('application').dispatchEvent('drop', { dataTransfer: dropped });
    await answers(page, wanted);

    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('input[type=file]').setInputFiles(inside('dropped.png'));
    await answers(page, wanted);
    await page.close();
  });

  it('is drawn on by keyboard', async () => {
    const page = await open('Digits');
    const blank = await shares(page);
    await page.getByRole('application').focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('Shift+ArrowDown');
    await page.waitForFunction(
      (before) => document.querySelector('.dnn-prediction')?.textContent !== before,
      [...blank].map(([name, share]) => `${name}${share.toFixed(1)}%`).join(''),
    );
    assert.ok((await seen(page)).some((pixel) => pixel > 200));
    await page.close();
  });

  it('takes a row that is typed or pasted, under the names of its columns', async () => {
    const page = await open('Iris');
    const rows = [
      ['5.1', '3.5', '1.4', '0.2'],
      ['6.3', '3.3', '6.0', '2.5'],
    ];
    const fields = ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'];
    for (const [i, field] of fields.entries())
      await page.getByRole('spinbutton', { name: field }).fill(rows[0][i]);
    const [first, second] = rows.map((row) => answerInNode('Iris', ...row));
    await answers(page, first);

    await page.getByRole('spinbutton', { name: fields[0] }).evaluate((field, row) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', row);
      const how = { clipboardData, bubbles: true, cancelable: true };
      field.dispatchEvent(new ClipboardEvent('paste', how));
    }, rows[1].join(', '));
    assert.equal(await page.getByRole('spinbutton', { name: fields[3] }).inputValue(), '2.5');
    await answers(page, second);
    await page.close();
  });

  it('takes a text that is typed', async () => {
    const page = await open('Verse');
    const wanted = answerInNode('Verse', 'dab');
    await page.getByRole('textbox', { name: 'Text' }).fill('dab');
    await answers(page, wanted);
    await page.close();
  });

  it('takes a sequence that is pasted, a line for each step', async () => {
    const page = await open('Rows');
    const line = (step: number) => Array.from({ length: 28 }, (_, i) => (step * i) / 784).join(',');
    const lines = Array.from({ length: 28 }, (_, step) => line(step)).join('\n');
    writeFileSync(inside('rows.csv'), lines);
    const wanted = answerInNode('Rows', inside('rows.csv'));
    await page.getByRole('textbox', { name: 'Steps of the sequence' }).fill(lines);
    await answers(page, wanted);
    await page.close();
  });

  it('asks for nothing but itself, and could not', async () => {
    const heard: string[] = [];
    const server: Server = createServer((request, response) => {
      heard.push(request.url ?? '');
      response.setHeader('Access-Control-Allow-Origin', '*').end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const page = await browser.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const own = pathToFileURL(inside('Digits.html')).href;
    await page.goto(own);
    await page.getByRole('list', { name: 'Class probabilities' }).waitFor();
    await drawSeven(page);
    await mostLikely(page, '7');
    assert.deepEqual(asked, [own]);
    const refused = await page.evaluate(async (to) => {
      const found: string[] = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
        found.push(effectiveDirective),
      );
      await fetch(`${to}/fetched`).catch(() => undefined);
      navigator.sendBeacon(`${to}/beacon`, 'x');
      const image = new Image();
      image.src = `${to}/image`;
      await new Promise((resolve) => (image.onerror = resolve));
      return found;
    }, address);
    assert.deepEqual(refused.sort(), ['connect-src', 'connect-src', 'img-src']);
    assert.deepEqual(heard, []);
    await page.close();
    server.close();
  });

  it('has the licences of what is in it', async () => {
    const page = await open('Digits');
    await page.getByText('Made with DNN Notebook and ONNX Runtime: licences').click();
    await page.getByText('onnxruntime-web 1').waitFor();
    assert.match(await page.locator('pre').innerText(), /Copyright \(c\) Microsoft Corporation/);
    await page.close();
  });

  for (const [colorScheme, width] of [
    ['light', 1100],
    ['dark', 380],
  ] as const)
    it(`can be used by everyone: ${colorScheme}, ${width} pixels wide`, async () => {
      for (const name of looks) {
        const page = await open(name, { colorScheme, viewport: { width, height: 800 } });
        assert.deepEqual(await violations(page), []);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${wide} pixels`);
        await page.close();
      }
    });
});
