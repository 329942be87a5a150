import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { CoreClient } from '../compute/client/client';
import type { Measure, RunEvent, Verdict } from '../runs/events';
import { outcomeOf } from '../runs/outcome';
import { counted, formatDuration, significant } from '../text/numbers';
import { visible } from '../text/visible';
import type { Core } from './core';
import { Failed, Interrupted, problemOf } from './failed';
import { keyLine, Keys } from './keys';
import type { Output } from './output';
import { phaseText, Progress } from './progress';
import { runName } from './runs';
import { layerTable } from '../views/layerTable';
import { stepTimeText } from '../views/cost';
import { tellVerdicts } from './verdicts';
import { pictureText, type Picture } from './picture';
import { scoreTable } from './tables';

/**
 * Starts a training and shows it to its end. Ctrl-C stops it with a checkpoint; then `Interrupted` is thrown. An error
 * of the run is thrown as `Failed`.
 */
export async function followRun(
  core: Core,
  output: Output,
  unit: string,
  file: string | undefined,
  begin: () => Promise<{ run: string; folder: string }>,
): Promise<void> {
  const progress =
    output.options.json || output.options.quiet
      ? undefined
      : new Progress((text) => output.print(text), unit);
  const seen: Seen = { measures: [], values: {}, pictures: new Map(), verdicts: [] };
  let settle!: { resolve: (event: Done) => void; reject: (error: unknown) => void };
  const ended = new Promise<Done>((resolve, reject) => (settle = { resolve, reject }));
  ended.catch(() => undefined);
  let keys: Keys | undefined;
  const unsubscribe = core.client.onEvent(({ event }) => {
    if (event.event === 'progress') return;
    if (event.event === 'error') {
      const { exit = 3, code, message, hint, line, column } = event;
      const place = line === undefined ? {} : { file: file ?? event.file, line, column };
      progress?.end();
      return settle.reject(new Failed({ exit, code, message, hint, ...place }));
    }
    output.json(event);
    progress?.show(event);
    tellStart(event, output);
    keys?.receive(event);
    if (event.event === 'start') {
      keys = progress && listenToKeys(core.client, event.run, progress, output);
    }
    if (event.event === 'start' || event.event === 'phase') {
      seen.measures = event.measures;
      seen.values = {};
    }
    if (event.event === 'step') seen.values = event.values;
    if (event.event === 'verdicts') seen.verdicts = event.verdicts;
    if (event.event === 'picture') seen.pictures.set(event.name, event);
    if (event.event === 'warning') progress?.note(`warning: ${event.message}`);
    if (event.event === 'done') settle.resolve(event);
  });
  progress?.wait();
  try {
    const { run, folder } = await core.during(begin());
    seen.folder = folder;
    const lost = core.client.whenGone();
    const stop = () => void core.client.request('stop', { run }).catch(() => undefined);
    const done = await core.during(Promise.race([ended, lost]), stop);
    tellEnd(done, folder, seen, output);
    if (done.reason === 'interrupted' || core.stopping) throw new Interrupted();
  } catch (error) {
    if (problemOf(error).code === 'diverged') tellVerdicts(seen.verdicts, output);
    throw await withWayOn(error, seen.folder);
  } finally {
    keys?.end();
    progress?.end();
    unsubscribe();
  }
}

/** What a training has told so far. */
interface Seen {
  folder?: string;
  /** Of the present phase, and what its last step told. */
  measures: readonly Measure[];
  values: Extract<RunEvent, { event: 'step' }>['values'];
  /** The newest of each kind. */
  readonly pictures: Map<string, Picture>;
  /** What is the matter with it. */
  verdicts: readonly Verdict[];
}

/** A training that the core could not finish says how it can go on, if it can. */
async function withWayOn(error: unknown, folder: string | undefined): Promise<unknown> {
  if (error instanceof Interrupted || folder === undefined) return error;
  const problem = problemOf(error);
  const lost = problem.code === 'core-lost';
  if (problem.exit !== 3 || (!lost && problem.hint?.includes('dnn resume'))) return error;
  const before = lost || problem.hint === undefined ? '' : `${problem.hint} `;
  const files = await readdir(join(folder, 'checkpoints')).catch(() => []);
  const way = files.some((file) => file.endsWith('.safetensors'))
    ? `To continue from the last checkpoint: \`dnn resume ${runName(folder)}\``
    : 'There is no checkpoint yet; train again.';
  return new Failed({ ...problem, hint: before + way });
}

/** Keys control the training where a person sees it in a terminal. */
function listenToKeys(
  client: CoreClient,
  run: string,
  progress: Progress,
  output: Output,
): Keys | undefined {
  if (!process.stdin.isTTY || !progress.isLive) return undefined;
  progress.note(output.faint(keyLine));
  return new Keys(client, run, (text) => progress.note(output.faint(text)));
}

type Done = Extract<RunEvent, { event: 'done' }>;

function tellStart(event: RunEvent, output: Output): void {
  if (event.event !== 'start') return;
  const { network, data, samples, batch, stepsPerEpoch, device, measured = [], remembered } = event;
  const { step } = event;
  const how = stepsPerEpoch === 0 ? 'in one pass' : `in batches of ${batch}`;
  const times = measured.flatMap(({ device, milliseconds }) =>
    milliseconds === undefined ? [] : `${device} ${significant(milliseconds)} ms`,
  );
  const when = remembered ? 'remembered' : 'measured';
  const choice = times.length > 0 ? ` (${when}: a step takes ${times.join(', ')})` : '';
  const from = step > 0 ? `, from step ${step}` : '';
  output.print(
    `${output.strong(network)} on ${data}: ${samples} samples ${how}, device ${device}${choice}${from}`,
  );
  if (event.phase) output.print(phaseText(event.phase));
  if (remembered) return;
  const broken = measured.flatMap(({ device, reason, cause }) =>
    reason === undefined || cause !== 'broken' ? [] : `${device} (${firstSentence(reason)})`,
  );
  if (broken.length > 0) output.print(output.faint(`not used: ${broken.join(', ')}`));
}

/** `dnn devices` tells the whole. */
const firstSentence = (text: string): string => text.split(/\.(?:\s|$)/)[0];

function tellEnd(
  done: Done,
  folder: string,
  { measures, values, pictures, verdicts }: Seen,
  output: Output,
): void {
  const outcome = outcomeOf(verdicts);
  const why = {
    completed: outcome === undefined ? 'Done' : `Done, but it ${outcome}`,
    'early-stop': 'Stopped early; the best epoch’s parameters are kept',
    interrupted: 'Stopped; a checkpoint was saved',
  }[done.reason];
  for (const measure of measures) {
    const { name, items } = measure;
    const numbers = values[name];
    if (!items || !Array.isArray(numbers)) continue; // before the first step there are none
    const rows = items.map((key, i) => ({ key, value: numbers[i] }));
    output.print(`\n${layerTable(measure, rows, output.strong)}`);
  }
  for (const picture of pictures.values()) output.print(`\n${pictureText(picture, output.strong)}`);
  if (done.train ?? done.test) output.print(`\n${scoreTable(done, measures, output.strong)}`);
  tellVerdicts(verdicts, output);
  const place = relative(process.cwd(), folder);
  output.print(
    `\n${why}: ${counted(done.epochs, 'epoch')}, ${counted(done.steps, 'step')} in ${formatDuration(done.seconds)} on ${done.device}${done.stepTime ? `; ${stepTimeText(done.stepTime)}` : ''}.` +
      (done.reason === 'interrupted' ? `\nTo continue: \`dnn resume ${runName(folder)}\`` : '') +
      `\n${output.faint(visible(place.startsWith('..') ? folder : place))}\n`,
  );
}
