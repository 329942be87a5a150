import type { Program } from '../program/program';
import { visible } from '../text/visible';
import { networkPayload } from '../views/network';
import { networkText } from '../views/networkTable';
import { printCosts } from './costs';
import { eachFile } from './eachFile';
import { Failed } from './failed';
import { readNotebook, stopOnErrors } from './file';
import type { CommonOptions } from './options';
import type { Output } from './output';
import { watchFiles } from './watchFiles';

/** Of `dnn check`. */
export interface CheckOptions {
  readonly table?: true;
  readonly cost?: true;
  readonly watch?: true;
}

/** `dnn check`: once, or whenever a notebook is saved. */
export async function checkCommand(
  files: readonly string[],
  options: CommonOptions & CheckOptions,
  output: Output,
): Promise<void> {
  const check = () => eachFile(files, output, (file) => checkFile(file, options, output));
  if (!options.watch) return check();
  const checkCalmly = async () => {
    output.clear();
    try {
      await check();
    } catch (error) {
      if (!(error instanceof Failed && error.told)) throw error;
    }
    output.print(output.faint('Waiting for changes; Ctrl-C ends.'));
  };
  await watchFiles(files, checkCalmly);
}

async function checkFile(
  file: string,
  { set, table, cost, device }: CommonOptions & CheckOptions,
  output: Output,
): Promise<void> {
  const notebook = await readNotebook(file, set);
  const count = (severity: string) =>
    notebook.findings.filter((finding) => finding.severity === severity).length;
  for (const finding of notebook.findings) output.finding(finding, notebook.text, process.stdout);
  output.json({ event: 'checked', file, errors: count('error'), warnings: count('warning') });
  stopOnErrors(notebook);
  if (table) printNetworks(notebook.program, output);
  if (cost) await printCosts(notebook, device, output);
  output.print(`${visible(file)}: no errors`);
}

/** The layer table of each network. */
function printNetworks({ networks }: Program, output: Output): void {
  for (const network of networks.values()) {
    const payload = networkPayload(network);
    output.json({ event: 'network', ...payload });
    output.print(`${networkText(payload, output.strong)}\n`);
  }
}
