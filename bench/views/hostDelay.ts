import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { runInBrowser } from '../../test/host/extensionTests';
import { repository } from '../../test/host';

/** For how long the extension host cannot answer while a training sends a hundred steps a second and more. */
export async function hostDelay(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dnn-host-delay-'));
  const tests = join(folder, 'probe.js');
  try {
    await esbuild.build({
      ...{ entryPoints: [join(repository, 'test/host/delayProbe.ts')], outfile: tests },
      ...{ bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] },
    });
    await runInBrowser({ tests, env: {}, timeoutSeconds: 180 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
