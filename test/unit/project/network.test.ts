import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { buildOptions } from '../../../scripts/build.mjs';
import { repository } from '../../host/paths';

/** Modules of Node.js that reach other machines, or let them in. */
const network = /^(node:)?(http2?|https|dns|tls|dgram|inspector|undici)(\/|$)/;
/** What does so in a browser and in Node.js alike; a method of such a name does not. */
const requests =
  /(?<!\.|async )\b(fetch|WebSocket|EventSource|XMLHttpRequest|sendBeacon|importScripts)\s*\(/;
/** A socket is opened here only: the core's, by a path on this machine. */
const local = /^(src\/compute\/(wire|client|core)\/|node_modules\/vscode-jsonrpc\/)/;

describe('what is shipped', function () {
  this.timeout(60_000);

  for (const options of buildOptions()) {
    const [{ out }] = options.entryPoints as { out: string }[];
    it(`has no way to a network: ${out}`, async () => {
      const { metafile } = await esbuild.build({ ...options, write: false, metafile: true });
      const inputs = Object.entries(metafile.inputs);
      const imported = inputs.flatMap(([file, { imports }]) =>
        imports.filter(({ external }) => external).map(({ path }) => ({ file, path })),
      );
      assert.deepEqual(
        imported.filter(({ path }) => network.test(path)),
        [],
      );
      const sockets = imported.filter(({ path }) => /^(node:)?net$/.test(path));
      assert.deepEqual(
        sockets.filter(({ file }) => !local.test(file)),
        [],
      );
      const own = inputs.map(([file]) => file).filter((file) => /^(src|webview)\//.test(file));
      assert.ok(own.length > 0);
      assert.deepEqual(
        own.filter((file) => requests.test(readFileSync(join(repository, file), 'utf8'))),
        [],
      );
    });
  }
});
