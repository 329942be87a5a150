import { dirname, relative, resolve } from 'node:path';
import type { DeviceName, Exported, RequestParameters } from '../compute/protocol';
import type { PassName } from '../lowering/passes';
import type { Action } from '../program/program';
import { size } from '../data/memory';
import { visible } from '../text/visible';
import type { Core } from './core';
import { followRun } from './followRun';
import { explanationText } from './explanation';
import { Failed, Interrupted, problemOf } from './failed';
import { placeIn, type NotebookFile } from './file';
import type { Output } from './output';
import { rateSearchText } from './rateSearch';
import { inspectionText, type InspectionTables } from './tables';

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
    try {
      await this.carryOut(action, index);
    } catch (error) {
      throw this.placed(error, action);
    }
  }

  /** What is wrong with an action stands at its place, where no better one is known. */
  private placed(error: unknown, { location }: Action): unknown {
    if (error instanceof Interrupted) return error;
    const problem = problemOf(error, this.notebook.file);
    if (problem.exit !== 1 || problem.line !== undefined) return error;
    const place = placeIn(this.notebook, location);
    return new Failed({ ...problem, file: this.notebook.file, ...place });
  }

  private async carryOut(action: Action, index: number): Promise<void> {
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

  private async train(index: number): Promise<void> {
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

function exportText({ file, bytes, opset, inputs, outputs }: Exported): string {
  const ports = (list: Exported['inputs']): string =>
    list.map(({ name, shape }) => visible(`${name} [${shape.join(', ')}]`)).join(', ');
  const place = relative(process.cwd(), file);
  const lines = [
    `${visible(place.startsWith('..') ? file : place)}  ${size(bytes)}  ONNX opset ${opset}`,
    `  inputs   ${ports(inputs)}`,
    `  outputs  ${ports(outputs)}`,
  ];
  return lines.join('\n');
}
