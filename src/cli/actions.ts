import { dirname, relative, resolve } from 'node:path';
import type { CoreClient } from '../compute/client';
import type { DeviceName, Exported, RequestParameters } from '../compute/protocol';
import type { PassName } from '../graph/passes';
import type { Action } from '../program/program';
import { size } from '../data/memory';
import type { RunEvent } from '../runs/events';
import type { Core } from './core';
import { explanationText } from './explanation';
import { Failed, Interrupted } from './failed';
import type { NotebookFile } from './file';
import type { Output } from './output';
import { keyLine, Keys } from './keys';
import { Progress } from './progress';
import { rateSearchText } from './rateSearch';
import { gradientTable, inspectionText, scoreTable, type InspectionTables } from './tables';
import { duration } from './terminal';

export interface ActionOptions {
  readonly device: DeviceName;
  readonly seed?: number;
  readonly overrides: Readonly<Record<string, string>>;
  /** Absent: the core's own choice. */
  readonly passes?: readonly PassName[];
}

/** Carries out actions of one notebook on the core and shows what comes of it. */
export class Actions {
  constructor(
    private readonly core: Core,
    private readonly output: Output,
    private readonly notebook: NotebookFile,
    private readonly options: ActionOptions,
  ) {}

  /** Says something to a person. */
  note(text: string): void {
    this.output.print(text);
  }

  /** Carries out the notebook's `index`-th action. */
  async run(index: number): Promise<void> {
    const action: Action = this.notebook.program.actions[index];
    switch (action.kind) {
      case 'train':
        return this.train(index);
      case 'inspect': {
        const { plan } = action;
        const { network, data, split, index: sample, features } = plan;
        const what = { network, split, index: sample, features: [...features] };
        return this.inspect({ ...what, ...(data !== undefined && { data }) }, plan);
      }
      case 'export':
        return this.export(action.network.name, resolve(dirname(this.notebook.path), action.file));
      case 'find':
        return this.findRate(index);
      default:
        action satisfies never;
    }
  }

  async train(index: number): Promise<void> {
    const action = this.notebook.program.actions[index];
    const unit = action.network.input.shape.length === 3 ? 'images' : 'samples';
    await followRun(this.core, this.output, unit, this.notebook.file, () =>
      this.core.client.request('train', { ...this.request, ...this.passes, action: index }),
    );
  }

  /** Inspects a network and prints what is asked for: by default all tables. */
  async inspect(
    what: Omit<RequestParameters<'inspect'>, 'notebook'>,
    tables: InspectionTables = {},
  ): Promise<void> {
    const work = this.core.client.request('inspect', { ...this.request, features: [], ...what });
    const report = await this.core.during(work);
    this.output.json({ event: 'inspected', network: report.network, report });
    this.output.print(`${inspectionText(report, tables, this.output.strong)}\n`);
  }

  /** Carries out the notebook's `index`-th action, a `find`, and prints curve and suggestion. */
  async findRate(index: number): Promise<void> {
    const work = this.core.client.request('findRate', {
      ...this.request,
      ...this.passes,
      action: index,
      id: 'find',
    });
    const report = await this.core.during(work);
    this.output.json({ event: 'found', what: 'rate', network: report.network, report });
    this.output.print(`${rateSearchText(report, this.output.strong)}\n`);
  }

  async export(network: string, file: string): Promise<void> {
    const work = this.core.client.request('export', { ...this.request, network, file });
    const exported = await this.core.during(work);
    this.output.json({ event: 'exported', ...exported });
    this.output.print(exportText(exported));
  }

  /** Prints what a network's training step takes, node by node: the slowest `nodes` of them. */
  async explain(network: string, nodes: number): Promise<void> {
    const work = this.core.client.request('explain', { ...this.request, ...this.passes, network });
    const explanation = await this.core.during(work);
    this.output.json({ event: 'explained', ...explanation });
    this.output.print(explanationText(explanation, nodes, this.output));
  }

  private get passes() {
    const { passes } = this.options;
    return passes && { passes: [...passes] };
  }

  private get request() {
    const { path, text } = this.notebook;
    const { device, seed, overrides } = this.options;
    return {
      notebook: { path, text },
      device,
      overrides: { ...overrides },
      ...(seed !== undefined && { seed }),
    };
  }
}

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
  const seen: { watched: readonly string[]; gradients: readonly (number | string)[] } = {
    watched: [],
    gradients: [],
  };
  let settle!: { resolve: (event: Done) => void; reject: (error: unknown) => void };
  const ended = new Promise<Done>((resolve, reject) => (settle = { resolve, reject }));
  ended.catch(() => undefined);
  let keys: Keys | undefined;
  const unsubscribe = core.client.onEvent(({ event }) => {
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
      seen.watched = event.watched;
      keys = progress && listenToKeys(core.client, event.run, progress, output);
    }
    if (event.event === 'step') seen.gradients = event.gradients;
    if (event.event === 'warning') output.print(`warning: ${event.message}`);
    if (event.event === 'done') settle.resolve(event);
  });
  progress?.wait();
  try {
    const { run, folder } = await core.during(begin());
    const lost = core.client.whenGone();
    const stop = () => void core.client.request('stop', { run }).catch(() => undefined);
    const done = await core.during(Promise.race([ended, lost]), stop);
    // Without a step there are none.
    const gradients = seen.gradients.map((gradient, i) => ({ key: seen.watched[i], gradient }));
    tellEnd(done, folder, gradients, output);
    if (done.reason === 'interrupted' || core.stopping) throw new Interrupted();
  } finally {
    keys?.end();
    progress?.end();
    unsubscribe();
  }
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
  const { network, data, samples, batch, device, measured = [], remembered, step } = event;
  const times = measured.flatMap(({ device, milliseconds }) =>
    milliseconds === undefined ? [] : `${device} ${milliseconds.toFixed(1)} ms`,
  );
  const when = remembered ? 'remembered' : 'measured';
  const choice = times.length > 0 ? ` (${when}: a step takes ${times.join(', ')})` : '';
  const from = step > 0 ? `, from step ${step}` : '';
  output.print(
    `${output.strong(network)} on ${data}: ${samples} samples in batches of ${batch}, device ${device}${choice}${from}`,
  );
  if (remembered) return;
  for (const { device, reason } of measured)
    if (reason !== undefined) output.print(output.faint(`${device}: ${reason}`));
}

function tellEnd(
  done: Done,
  folder: string,
  gradients: readonly { key: string; gradient: number | string }[],
  output: Output,
): void {
  const why = {
    completed: 'Done',
    'early-stop': 'Stopped early, the best epoch’s parameters are kept',
    interrupted: 'Interrupted, a checkpoint is kept',
  }[done.reason];
  if (gradients.length > 0) output.print(`\n${gradientTable(gradients, output.strong)}`);
  if (done.train ?? done.test) output.print(`\n${scoreTable(done, output.strong)}`);
  const place = relative(process.cwd(), folder);
  output.print(
    `\n${why}: ${done.epochs} epochs, ${done.steps} steps in ${duration(done.seconds)} on ${done.device}.` +
      `\n${output.faint(place.startsWith('..') ? folder : place)}\n`,
  );
}

function exportText({ file, bytes, opset, inputs, outputs }: Exported): string {
  const ports = (list: Exported['inputs']): string =>
    list.map(({ name, shape }) => `${name} [${shape.join(', ')}]`).join(', ');
  const place = relative(process.cwd(), file);
  const lines = [
    `${place.startsWith('..') ? file : place}  ${size(bytes)}  ONNX opset ${opset}`,
    `  inputs   ${ports(inputs)}`,
    `  outputs  ${ports(outputs)}`,
  ];
  return lines.join('\n');
}
