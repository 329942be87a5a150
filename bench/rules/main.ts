import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { basename, join, relative } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { counted } from '../../src/text/numbers';
import { isMet, measured, readClaims } from './claim';
import { page, type Figure } from './page';
import { runNotebook } from './training';

/**
 * Runs the notebooks of `examples/rules/mnist`, or those that are named, and writes what they reach into `docs/rules.md`.
 * They need `DNN_DATA`. Ends with 1 where a target is missed.
 */

const repository = join(__dirname, '../..');
const notebooks = join(repository, 'examples/rules/mnist');
/** The figures of the page: those of notebooks that are not run this time stay. */
const kept = join(repository, 'bench/results/rules.json');
const written = join(repository, 'docs/rules.md');
const threads = Number(process.env.DNN_THREADS) || availableParallelism();

async function main(): Promise<void> {
  if (!process.env.DNN_DATA) throw new Error('Set DNN_DATA to the folder that holds `mnist`.');
  const present = readdirSync(notebooks).filter((file) => /^\w.*\.dnn$/.test(file));
  const asked = process.argv.slice(2).map((name) => `${basename(name, '.dnn')}.dnn`);
  const unknown = asked.find((file) => !present.includes(file));
  if (unknown !== undefined)
    throw new Error(`no notebook '${unknown}'; there are ${present.join(', ')}`);
  for (const file of asked.length > 0 ? asked : present) {
    const figures = await figuresOf(file);
    const others = read().filter((figure) => figure.file !== file && present.includes(figure.file));
    const all = [...others, ...figures].sort((a, b) => a.file.localeCompare(b.file));
    await write(kept, JSON.stringify(all));
    await write(written, page(all));
    if (!figures.every(({ met }) => met)) process.exitCode = 1;
  }
}

async function figuresOf(file: string): Promise<readonly Figure[]> {
  const path = join(notebooks, file);
  const { title, targets } = readClaims(path);
  console.log(`${file}: ${title}`);
  const trainings = await runNotebook(path, ({ epoch, seconds }) => {
    process.stdout.write(`  epoch ${epoch}, ${Math.round(seconds)} s\n`);
  });
  return targets.map((claim): Figure => {
    const { training, value } = measured(claim, trainings);
    const met = isMet(claim, value);
    console.log(`  ${claim.claim}: ${value} ${met ? 'met' : 'NOT MET'}`);
    const { at_most, at_least } = claim;
    return {
      file,
      title,
      claim: claim.claim,
      ...(at_most === undefined ? { at_least } : { at_most }),
      value,
      met,
      steps: training.ending.steps,
      seconds: training.ending.seconds,
      processor: `${cpus()[0].model.trim()}, ${counted(threads, 'thread')}`,
      date: new Date().toISOString().slice(0, 10),
    };
  });
}

const read = (): readonly Figure[] =>
  existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as readonly Figure[]) : [];

async function write(path: string, text: string): Promise<void> {
  const options = await resolveConfig(path);
  writeFileSync(path, await format(text, { ...options, filepath: path }));
  console.log(`written: ${relative('.', path)}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
