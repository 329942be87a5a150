import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { testOutputMark } from './output';

/** Runs in the extension host, before a notebook is opened: tells whether the extension waits for one, and how long it then takes. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('dnn-notebook.dnn-notebook');
  if (!extension) throw new Error('The extension is not installed.');
  const was = extension.isActive ? 'active' : 'not active';
  const begun = performance.now();
  const before = process.cpuUsage();
  await extension.activate();
  const taken = performance.now() - begun;
  const { user, system } = process.cpuUsage(before);
  console.log(
    `${testOutputMark}before a notebook: ${was}; activation: ${taken.toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms of the processor`,
  );
}
