import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { commands } from '../../src/extension/ids';
import { testOutputMark } from './output';

const seconds = 20;
/** Milliseconds between two looks at the event loop; they are part of what is measured, and taken off. */
const resolution = 1;

const notebook = `---
dnn: 1
---

\`\`\`dnn
data digits {
  source digits(train: 4000, test: 400)
  split validation 400
  batch 20
}

network Net {
  input image[1, 28, 28]
  H: dense(64) relu
  output: dense(10) softmax
}

train Net on digits {
  loss cross_entropy
  optimizer sgd(rate: 0.01)
  epochs 2000
}
\`\`\`
`;

/** Runs in the extension host: trains, with the inspector open, and prints how long it was held up. */
export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const file = join(folder.uri.fsPath, 'host.dnn');
  writeFileSync(file, notebook);
  const document = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
  await vscode.window.showNotebookDocument(document);
  await vscode.commands.executeCommand(commands.openInspector);
  // It ends with the training.
  void vscode.commands.executeCommand('notebook.execute');
  await sleep(10_000);
  const idle = monitorEventLoopDelay({ resolution });
  idle.enable();
  await sleep(seconds * 1000);
  idle.disable();
  const at = (share: number) => (idle.percentile(share) / 1e6 - resolution).toFixed(1);
  console.log(
    `${testOutputMark}extension host: held up by ${at(50)} ms in the median, ${at(99)} ms at the 99th percentile, ${(idle.max / 1e6).toFixed(0)} ms at most`,
  );
  await vscode.commands.executeCommand(commands.stopTraining);
}
