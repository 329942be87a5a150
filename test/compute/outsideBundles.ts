import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWithOutside } from '../outsideBundles';
import { repository } from './support';

/** Of its own for each process: files of tests run side by side. */
const folder = join(repository, `out/test/outside-${process.pid}`);

/** Command line, core and data thread with the files outside the product, for the tests of a file. */
export function outsideBundles(): { readonly cli: string; readonly core: string } {
  before(function () {
    this.timeout(60_000);
    return bundleWithOutside(['cli', 'core', 'dataWorker'], folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  return { cli: join(folder, 'cli.js'), core: join(folder, 'core.js') };
}
