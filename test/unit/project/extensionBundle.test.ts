import assert from 'node:assert/strict';
import * as esbuild from 'esbuild';
import { buildOptions } from '../../../scripts/build.mjs';

/** What reads, analyses, lowers and trains notebooks, and the libraries for that. */
const elsewhere =
  /^(src\/(language\/parse|program\/analyze|network\/layers|learning\/rules|data\/sources|graph\/operators|lowering\/passes|designer\/operations\/)|node_modules\/chevrotain)/;

describe('what VS Code loads when the extension starts', () => {
  it('analyses nothing and computes nothing: a thread and the core do', async () => {
    const [options] = buildOptions({ names: ['extension'] });
    const { metafile } = await esbuild.build({ ...options, write: false, metafile: true });
    const files = Object.keys(metafile.inputs);
    assert.ok(files.includes('src/extension/extension.ts'));
    assert.deepEqual(
      files.filter((file) => elsewhere.test(file)),
      [],
    );
  });
});
