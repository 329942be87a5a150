import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { RunAbout } from '../runs/about';
import { compareRuns } from '../runs/compare';
import { listRuns, runsIn } from '../runs/list';
import type { Measure, Scores } from '../runs/measures';
import { outcomeOf } from '../runs/outcome';
import type { Verdict } from '../runs/verdict';
import { isLinked, refuseLinks } from '../runs/links';
import { openRun, runsFolder, type Run } from '../runs/run';
import { stateOf, statusNames, type RunState } from '../runs/state';
import { formatClock, formatMeasure } from '../text/numbers';
import { brief, visible } from '../text/visible';
import { Failed } from './failed';
import type { Output } from './output';
import { table } from '../views/table';

/** The folder of a run given by its path, or by its id in this folder or one just below. */
export async function findRun(name: string): Promise<string> {
  if (existsSync(join(name, 'run.json'))) return resolve(name);
  if (basename(name) === name) {
    for (const folder of await runFolders()) {
      if (await isLinked(folder)) continue;
      if (existsSync(join(folder, name, 'run.json'))) return resolve(folder, name);
    }
  }
  throw new Failed({
    exit: 1,
    code: 'no-run',
    message: `There is no run ${name}.`,
    hint: '`dnn runs FILE` lists the runs of a notebook; the path of a run’s folder works from anywhere.',
  });
}

/** How a command line given here names a run: by its id where `findRun` finds that, else by its folder. */
export function runName(folder: string): string {
  const beside = resolve(folder, '../../..');
  if ([beside, dirname(beside)].includes(process.cwd())) return basename(folder);
  return quoted(visible(folder));
}

/** A path as an argument of a command to be copied: a shell finds nothing in it to run. */
function quoted(path: string): string {
  if (/^[\p{L}\p{N}_./\\:@%+=,-]+$/u.test(path)) return path;
  return process.platform === 'win32' ? `"${path}"` : `'${path.replaceAll("'", `'\\''`)}'`;
}

/** The runs of a notebook, or all those in this folder and just below. */
export async function runsOf(file: string | undefined): Promise<readonly Run[]> {
  if (file !== undefined) await refuseLinks(runsFolder(resolve(file)));
  const runs =
    file === undefined
      ? (await Promise.all((await runFolders()).map((folder) => runsIn(folder)))).flat()
      : await listRuns(resolve(file));
  // Runs outlive their notebook.
  if (runs.length === 0 && file !== undefined && !existsSync(file))
    throw new Failed({ exit: 1, code: 'no-file', message: 'there is no such file', file });
  return runs;
}

/** A run by its name or folder, or the runs of a notebook. */
export async function runsNamed(name: string): Promise<readonly Run[]> {
  if (name.endsWith('.dnn')) return runsOf(name);
  return [await openRun(await findRun(name))];
}

/** Lists the runs of a notebook, or all those in this folder and just below. */
export async function printRuns(file: string | undefined, output: Output): Promise<void> {
  const runs = await runsOf(file);
  const states = await Promise.all(runs.map(stateOf));
  for (const [i, { folder, manifest }] of runs.entries())
    output.json({ event: 'run', ...manifest, ...states[i], ...runs[i].about, folder });
  if (runs.length === 0) return output.print('No runs.');
  const told = scoredIn(runs, states);
  const isSaid = (field: keyof RunAbout) => runs.some(({ about }) => about[field] !== undefined);
  const said = (['name', 'tags', 'note'] as const).filter(isSaid);
  output.print(
    table(
      [
        { title: 'run' },
        { title: 'status' },
        { title: 'device' },
        { title: 'epochs', align: 'right' },
        ...told.map(({ label }) => ({ title: label, align: 'right' as const })),
        { title: 'time', align: 'right' },
        ...said.map((title) => ({ title })),
      ],
      runs.map((run, i) => [
        ...row(run, states[i], told),
        ...said.map((field) => brief(aboutText(run, field), mostSaid)),
      ]),
      output.strong,
    ),
  );
}

/** Characters of a note that stand in a line of the list. */
const mostSaid = 60;

const aboutText = ({ about }: Run, field: keyof RunAbout): string =>
  [about[field] ?? []].flat().join(', ');

/** Shows runs side by side: first what differs. */
export async function printComparison(names: readonly string[], output: Output): Promise<void> {
  const runs: Run[] = [];
  for (const name of names) runs.push(await openRun(await findRun(name)));
  const states = await Promise.all(runs.map(stateOf));
  const rows = compareRuns(
    runs.map(({ manifest, about }, i) => ({ ...manifest, ...states[i], about })),
  );
  output.json({ event: 'comparison', runs: runs.map(({ id }) => id), rows });
  const text = (value: string | number | undefined): string => String(value ?? '');
  const line = (row: (typeof rows)[number]) => [row.name, ...row.values.map(text)];
  const differing = rows.filter(({ differs }) => differs);
  const same = rows.filter(({ differs }) => !differs);
  const columns = [{ title: '' }, ...runs.map(({ id }) => ({ title: id }))];
  output.print(table(columns, differing.map(line), output.strong));
  const alike = same.map(({ name, values }) => `${name} ${text(values[0])}`).join(', ');
  output.print(`\n${output.faint(visible(`the same: ${alike}`))}`);
}

function row(
  { id, manifest: { device, verdicts = [] } }: Run,
  state: RunState,
  told: readonly Measure[],
): string[] {
  const { status, epoch, seconds } = state;
  const score = bestOf(state);
  return [
    id,
    statusText(status, verdicts),
    device,
    String(epoch),
    ...told.map((measure) => formatMeasure(measure, score?.[measure.name])),
    formatClock(seconds),
  ];
}

/** `done, did not learn` */
const statusText = (status: RunState['status'], verdicts: readonly Verdict[]): string =>
  [statusNames[status], visible(outcomeOf(verdicts) ?? '')]
    .filter((text) => text !== '')
    .join(', ');

const bestOf = ({ scores }: RunState): Scores | undefined =>
  scores?.test ?? scores?.validation ?? scores?.train;

/** The measures with a goal that any of the runs has a score of. */
function scoredIn(runs: readonly Run[], states: readonly RunState[]): Measure[] {
  const told = new Map<string, Measure>();
  for (const [i, { manifest }] of runs.entries()) {
    const score = bestOf(states[i]) ?? {};
    for (const measure of manifest.measures)
      if (measure.goal !== 'none' && measure.name in score) told.set(measure.name, measure);
  }
  return [...told.values()];
}

/** Run folders of this folder and of those just below. */
async function runFolders(): Promise<string[]> {
  const entries = await readdir('.', { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return ['.', ...folders]
    .map((folder) => join(folder, '.dnn', 'runs'))
    .filter((folder) => existsSync(folder))
    .map((folder) => relative('.', folder));
}
