import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserHostSupported, openEditor, repository } from '../host';
import { budgets, checkSize, runtimeFiles, type Platform } from '../../scripts/package.mjs';
import { readZipText, zipEntries } from '../../scripts/zip.mjs';

const platforms = Object.keys(budgets) as Platform[];

/** Everything an installed extension may consist of, below `extension/`. */
const allowed: readonly RegExp[] = [
  /^(package|package\.nls|package\.nls\.de)\.json$/,
  /^l10n\/bundle\.l10n(\.de)?\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^dist\/(extension|analysis|core|dataWorker|cli)\.js$/,
  /^dist\/(ThirdPartyNotices\.txt|webClient\.html)$/,
  ...['inspector', 'compare', 'designer', 'model', 'monaco', 'templates'].map(
    (page) => new RegExp(`^dist/webview/${page}\\.(js|css)$`),
  ),
  /^dist\/webview\/(renderer\.js|codicon\.ttf)$/,
  /^dist\/node_modules\/onnxruntime-(node|common)\/package\.json$/,
  /^dist\/node_modules\/onnxruntime-node\/dist\/[a-z]+\.js$/,
  /^dist\/node_modules\/onnxruntime-common\/dist\/cjs\/([a-z0-9-]+\.js|package\.json)$/,
  /^dist\/node_modules\/onnxruntime-node\/bin\/napi-v6\/linux\/x64\/[^/]+\.(so\.1|node)$/,
  /^examples\/(lenet5|templates\/[a-z0-9-]+)\.dnn$/,
  /^media\/[a-z-]+\.(svg|tmLanguage\.json)$/,
  /^media\/(language|markdown)-configuration\.json$/,
  /^media\/icon\.png$/,
  /^media\/walkthrough\/[a-z]+\.(md|svg)$/,
];

const bindings: Readonly<Record<Platform, readonly string[]>> = {
  'linux-x64': ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  'linux-arm64': ['libonnxruntime.so.1', 'onnxruntime_binding.node'],
  'darwin-arm64': ['libonnxruntime.1.dylib', 'onnxruntime_binding.node'],
  // DirectML for `dml`; the shader compiler, and what signs its shaders, for `webgpu`.
  'win32-x64': [
    ...['DirectML.dll', 'dxcompiler.dll', 'dxil.dll'],
    ...['onnxruntime.dll', 'onnxruntime_binding.node'],
  ],
  'win32-arm64': [
    ...['DirectML.dll', 'dxcompiler.dll', 'dxil.dll'],
    ...['onnxruntime.dll', 'onnxruntime_binding.node'],
  ],
};

describe('the packaged extension', function () {
  this.timeout(120_000);
  let folder: string;
  let vsix: string;

  let printed: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'dnn-vsix-'));
    const args = ['scripts/package.mjs', 'linux-x64', '--out', folder];
    printed = execFileSync(process.execPath, args, { cwd: repository, encoding: 'utf8' });
    const [name = ''] = readdirSync(folder);
    vsix = join(folder, name);
  });
  after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

  it('holds what is on the list and nothing else', () => {
    const names = zipEntries(vsix).map(({ name }) => name);
    const container = ['[Content_Types].xml', 'extension.vsixmanifest'];
    const content = names.filter((name) => !container.includes(name));
    assert.deepEqual(
      content.filter((name) => !allowed.some((one) => one.test(name.replace('extension/', '')))),
      [],
    );
    const missing = allowed.filter(
      (one) => !content.some((name) => one.test(name.replace('extension/', ''))),
    );
    assert.deepEqual(missing, []);
  });

  it('says what is in it and what it weighs', () => {
    const { size } = statSync(vsix);
    assert.match(printed, /[\d.]+ MB \(unpacked [\d.]+ MB\) +ONNX Runtime, \d+ files/);
    assert.ok(printed.includes(`${(size / 1e6).toFixed(2)} MB of 30 MB`), printed);
    assert.ok(size < 30e6);
  });

  it('is refused above its budget', async () => {
    await assert.rejects(checkSize(vsix, 1), /over its budget of 1 MB/);
  });

  it('has a page whose links lead somewhere', () => {
    const page = readZipText(vsix, 'extension/readme.md');
    const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 10);
    assert.deepEqual(
      links.filter((link) => !link.startsWith('https://')),
      [],
    );
  });

  for (const platform of platforms) {
    it(`holds the runtime of its own platform only: ${platform}`, async () => {
      const libraries = (await runtimeFiles(platform)).filter((file) => file.includes('/bin/'));
      const home = `onnxruntime-node/bin/napi-v6/${platform.replace('-', '/')}`;
      const expected = bindings[platform].map((name) => `${home}/${name}`);
      assert.deepEqual(libraries.sort(), expected.sort());
    });
  }

  it('trains its sample in a clean VS Code, and leaves the model and a run', async function () {
    this.timeout(240_000);
    if (!browserHostSupported) this.skip();
    const editor = await openEditor({ install: vsix, workspace: {} });
    try {
      const installed = readdirSync(editor.server.extensions);
      assert.ok(
        installed.some((name) => name.startsWith('dnn-notebook.dnn-notebook-0.')),
        installed.join(),
      );
      await editor.runCommand('DNN Notebook: Open Sample Notebook');
      await editor.page.locator('.notebook-editor .code-cell-row .view-line').first().waitFor();
      await editor.runCommand('Notebook: Run All');
      const training = editor.page.locator('.statusbar-item', { hasText: /LeNet5 \d+%/ });
      await training.waitFor({ timeout: 60_000 });
      await editor.runCommand('DNN Notebook: Stop Training When…');
      const answer = editor.page.locator('.quick-input-widget input').first();
      await answer.fill('Stop after This Epoch');
      await editor.page.keyboard.press('Enter');
      const model = join(editor.folder, 'lenet5.onnx');
      for (const end = Date.now() + 60_000; !existsSync(model) && Date.now() < end;)
        await editor.page.waitForTimeout(100);
      // 61,706 parameters of 4 bytes are in it.
      assert.ok(statSync(model).size > 4 * 61_706);
      await editor.runCommand('View: Show DNN Notebook');
      await editor.page.getByRole('treeitem', { name: /^LeNet5, done/ }).waitFor();
      await editor.screenshot('installed');
    } finally {
      await editor.close();
    }
  });
});
