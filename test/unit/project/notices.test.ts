import assert from 'node:assert/strict';
import { rmSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import manifest from '../../../package.json';
import { build } from '../../../scripts/build.mjs';
import { runtimeNotice } from '../../../scripts/notices.mjs';

describe('a production build', function () {
  this.timeout(60_000);
  let outdir: string;
  let notices: string;

  before(async () => {
    outdir = mkdtempSync(join(tmpdir(), 'dnn-dist-'));
    await build({
      names: ['cli', 'core', 'webview/inspector', 'webview/monaco'],
      production: true,
      outdir,
    });
    notices = readFileSync(join(outdir, 'ThirdPartyNotices.txt'), 'utf8');
  });
  after(() => rmSync(outdir, { recursive: true, force: true }));

  it('has no source maps and names none', () => {
    const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      files.filter((file) => file.endsWith('.map')),
      [],
    );
    for (const file of files.filter((name) => name.endsWith('.js'))) {
      assert.doesNotMatch(readFileSync(join(outdir, file), 'utf8'), /sourceMappingURL=\S+\.map/);
    }
  });

  for (const name of [
    '@bufbuild/protobuf',
    'chevrotain',
    'commander',
    'fast-png',
    'jpeg-js',
    'preact',
    'uplot',
    'zod',
    '@vscode/codicons',
    'monaco-editor',
  ]) {
    it(`tells the licence of what is bundled: ${name}`, () => {
      const version = (manifest.devDependencies as Record<string, string>)[name];
      assert.ok(notices.includes(`\n${name} ${version} (`));
    });
  }

  it('names nothing that is not bundled', () => {
    for (const name of ['esbuild', 'typescript', 'onnxruntime-node']) {
      assert.ok(!notices.includes(`\n${name} `), name);
    }
  });

  it('has what ONNX Runtime asks of who passes it on, at the version that is passed on', () => {
    const notice = runtimeNotice();
    assert.ok(
      notice.includes(`onnxruntime-node ${manifest.dependencies['onnxruntime-node']} (MIT)`),
    );
    assert.match(notice, /Copyright \(c\) Microsoft Corporation/);
    assert.match(notice, /The Dawn & Tint Authors/);
  });
});
