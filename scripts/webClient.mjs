import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { thirdPartyNotices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** ONNX Runtime's smallest build for browsers that has all kernels of the CPU. */
const runtime = 'node_modules/onnxruntime-web/dist/ort-wasm-simd-threaded.wasm';

/**
 * The page that `export … --with web` writes, but for its model: one file with all its scripts and ONNX Runtime inside, whose policy
 * lets it run those and ask for nothing. `{{title}}`, `{{info}}` and `{{model}}` stand where an export puts what is its own.
 * @param {esbuild.BuildOptions} options of its bundle
 * @returns {Promise<{ contents: string, metafile: esbuild.Metafile }>}
 */
export async function webClient(options) {
  const { outputFiles, metafile } = await esbuild.build({
    ...options,
    minify: true,
    sourcemap: false,
    legalComments: 'none',
    write: false,
    metafile: true,
  });
  /** @param {string} ending */
  const text = (ending) =>
    (outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '').trim();
  const [script, style] = [text('.js').replaceAll('</script', '<\\/script'), text('.css')];
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)} 'wasm-unsafe-eval'`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = {
    licences: packed(thirdPartyNotices([metafile])),
    runtime: packed(await readFile(join(root, runtime))),
    model: '{{model}}',
  };
  const contents = `<!DOCTYPE html>
<!-- {{mark}} -->
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{{title}}</title>
<style>${style}</style>
</head>
<body>
<div id="root"><noscript>This page needs JavaScript: the model runs in it.</noscript></div>
<script type="application/json" id="info">{{info}}</script>
${Object.entries(parts)
  .map(([id, data]) => `<script type="application/base64" id="${id}">${data}</script>`)
  .join('\n')}
<script type="module">${script}</script>
</body>
</html>
`;
  return { contents, metafile };
}

/** @param {string | Uint8Array} data */
const packed = (data) => gzipSync(data, { level: 9 }).toString('base64');

/** @param {string} text */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
