import { freeMemory } from '../data/memoryLimit';
import { networkCost } from '../designer/cost';
import { probedFor } from '../program/cost/probed';
import { StepTimes } from '../program/cost/stepTimes';
import { costRows } from '../views/cost';
import { table } from '../views/table';
import { contextOf, type NotebookFile } from './file';
import type { Output } from './output';

/** What each network of a notebook and its training cost on this machine. */
export async function printCosts(
  { program, path }: NotebookFile,
  device: string,
  output: Output,
): Promise<void> {
  const calibration = await new StepTimes().calibration();
  for (const network of program.networks.values()) {
    const probed = await probedFor(program, network.name, contextOf(path));
    const free = freeMemory();
    const cost = networkCost(program, network, { device, calibration, probed, free });
    output.json({ event: 'cost', ...cost });
    const rows = costRows(cost).map(({ label, value, detail = '' }) => [label, value, detail]);
    const columns = [{ title: network.name }, { title: '' }, { title: '' }];
    output.print(`${table(columns, rows, output.strong)}\n`);
    if (cost.problem) output.print(`${cost.problem.message} ${cost.problem.hint ?? ''}\n`);
  }
}
