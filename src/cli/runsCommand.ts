import { relative, resolve } from 'node:path';
import { exportMeasures } from '../runs/export/exportMeasures';
import {
  bytesOf,
  oldRuns,
  prune,
  spareCheckpoints,
  spareSnapshots,
  type Removal,
} from '../runs/prune';
import { counted, formatBytes } from '../text/numbers';
import { visible } from '../text/visible';
import { table } from '../views/table';
import { Failed } from './failed';
import type { Output } from './output';
import { printComparison, printRuns, runsNamed, runsOf } from './runs';

/** Of `dnn runs`. */
export interface RunsOptions {
  readonly compare?: readonly string[];
  readonly export?: string;
  readonly prune?: true;
  readonly keep?: number;
  readonly yes?: true;
}

const usage = (message: string): Failed => new Failed({ exit: 2, code: 'usage', message });

/** `dnn runs`: a list, unless an option asks for something else. */
export async function runsCommand(
  name: string | undefined,
  options: RunsOptions,
  output: Output,
): Promise<void> {
  const { compare, export: folder, keep, yes } = options;
  if ([compare, folder, options.prune].filter((wanted) => wanted !== undefined).length > 1)
    throw usage('Use one of --compare, --export and --prune.');
  if (!options.prune && (keep !== undefined || yes))
    throw usage('--keep and --yes belong to --prune.');
  if (compare) {
    if (compare.length < 2) throw usage('--compare needs at least two runs.');
    return printComparison(compare, output);
  }
  if (folder !== undefined) {
    if (name === undefined)
      throw usage('--export needs a run, or a notebook whose runs it exports.');
    return exportRuns(name, folder, output);
  }
  if (options.prune) return pruneRuns(name, keep, yes ?? false, output);
  return printRuns(name, output);
}

async function exportRuns(name: string, folder: string, output: Output): Promise<void> {
  const runs = await runsNamed(name);
  if (runs.length === 0) output.print('No runs.');
  for (const run of runs) {
    const files = await exportMeasures(run, resolve(folder));
    output.json({ event: 'measures', run: run.id, files });
    for (const file of files) output.print(visible(relative('.', file)));
  }
}

async function pruneRuns(
  name: string | undefined,
  keep: number | undefined,
  yes: boolean,
  output: Output,
): Promise<void> {
  const runs = name === undefined ? await runsOf(undefined) : await runsNamed(name);
  const whole = keep === undefined ? [] : await oldRuns(runs, keep);
  const gone = new Set(whole.map(({ run }) => run));
  const rest = runs.filter((run) => !gone.has(run));
  const snapshots = new Set(await spareSnapshots(rest));
  const removals = [...whole, ...(await spareCheckpoints(rest)), ...snapshots];
  const freed = yes ? await prune(removals) : removals;
  for (const { run, paths, bytes } of freed)
    output.json({ event: yes ? 'removed' : 'spare', run: run.id, paths, bytes });
  if (freed.length === 0) return output.print('Nothing to remove.');
  const columns = [
    { title: 'run' },
    { title: yes ? 'removed' : 'not needed' },
    { title: 'size', align: 'right' as const },
  ];
  const what = (removal: Removal) =>
    gone.has(removal.run)
      ? 'the whole run'
      : counted(removal.paths.length, snapshots.has(removal) ? 'earlier step' : 'checkpoint');
  const rows = freed.map((each) => [each.run.id, what(each), formatBytes(each.bytes)]);
  output.print(table(columns, rows, output.strong));
  const sum = formatBytes(bytesOf(freed));
  output.print(yes ? `\n${sum} freed.` : `\n${sum} can be freed: add --yes to remove this.`);
}
