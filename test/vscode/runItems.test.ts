import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { trainingItem } from '../../src/extension/commands/trainingCommands';
import { runPick } from '../../src/extension/runs/chosenRuns';
import { groupItem } from '../../src/extension/runs/groupItem';
import { runItem } from '../../src/extension/runs/runItem';
import { preparationStatus, trainingStatus } from '../../src/extension/trainingStatus';
import { Training } from '../../src/extension/trainings';
import { openRun } from '../../src/runs/run';
import type { TrainingSnapshot } from '../../src/views/payloads';
import { workspaceFile } from './support/workspace';

/** What VS Code makes a picture of, in a label. */
const icon = /\$\([a-z0-9-]+(~[a-z]+)?\)/i;
const controls = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

const hostile: Readonly<Record<string, string>> = {
  'a link to a command': '[Open](command:workbench.action.terminal.new)',
  'a link': '[here](https://example.org)',
  'an address': 'https://example.org www.example.org me@example.org <https://example.org>',
  'the definition of a link': 'x]\n\n[x]: command:dnn.showLog\n\n[x',
  HTML: '<a href="command:dnn.showLog">x</a><img src=x onerror=alert(1)><h1>x</h1>',
  entities: '&#91;x&#93;&#40;command:dnn.showLog&#41;',
  'an image': '![x](https://example.org/x.png)',
  'a heading and a list': 'x\n# y\n- z\n1. w\n| a | b |\n|---|---|\n| c | d |',
  code: '`x` ```y``` ~~z~~ **w** $v$',
  escapes: '\x1b[2J\x1b]8;;https://example.org\x07x\x9b31m',
  'writing turned around': 'gnp.\u202eexe\u2066\u200f',
  'an icon': '$(trash) $(sync~spin) \\$(alert)',
  '10,000 characters': 'x'.repeat(10_000),
};

/** A run that says one text wherever there is room for one. */
async function runOf(text: string, index: number) {
  const folder = join(workspaceFile('').fsPath, 'hostile', String(index));
  await mkdir(folder, { recursive: true });
  const date = '2026-01-02T03:04:05.000Z';
  const written = {
    format: 1,
    id: text,
    // A path would be refused.
    notebook: { file: text.replace(/[\\/]/g, '∕'), title: text, hash: text },
    action: 0,
    overrides: { [text]: text },
    network: text,
    networkHash: text,
    data: text,
    dataHash: text,
    normalization: { mean: [0], scale: [1] },
    target: { kind: 'classes', names: [text, text] },
    seed: 1,
    device: text,
    versions: { [text]: text },
    settings: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${text}${i}`, text])),
    status: 'failed',
    reason: text,
    process: { pid: 1, host: text },
    step: 1,
    epoch: 1,
    seconds: 1,
    created: date,
    updated: date,
  };
  await writeFile(join(folder, 'run.json'), JSON.stringify(written));
  const said = { name: text.slice(0, 200), tags: [text.slice(0, 60)], note: text };
  await writeFile(join(folder, 'about.json'), JSON.stringify(said));
  return openRun(folder);
}

function assertPlain(label: string | undefined, most: number): void {
  assert.ok(label);
  assert.doesNotMatch(label, controls);
  assert.ok(label.length < most, `${label.length} characters`);
}

/** The HTML elements that VS Code's own Markdown makes of it. */
async function tagsOf({ value }: vscode.MarkdownString): Promise<string[]> {
  const html = await vscode.commands.executeCommand<string>('markdown.api.render', value);
  return [...new Set([...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag))].sort();
}

describe('a run folder from elsewhere', () => {
  Object.entries(hostile).forEach(([what, text], index) => {
    it(`is shown as it is in the list of runs: ${what}`, async () => {
      const item = await runItem(await runOf(text, index));
      assertPlain(item.label as string, 3000);
      assertPlain(item.accessibilityInformation?.label, 3000);
      assertPlain(item.description as string, 3000);
      const group = { kind: 'network', notebook: text, network: text, runs: [] } as const;
      const ofGroup = groupItem(group, 1);
      assertPlain(ofGroup.label as string, 3000);
      assert.deepEqual(
        await tagsOf(ofGroup.tooltip as vscode.MarkdownString),
        await tagsOf(groupItem({ ...group, network: 'Net' }, 1).tooltip as vscode.MarkdownString),
      );
      const { label, description } = runPick(await runOf(text, index));
      for (const shown of [label, description]) {
        assertPlain(shown, 3000);
        assert.doesNotMatch(shown!, icon);
      }
      const tooltip = item.tooltip as vscode.MarkdownString;
      assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
      assertPlain(tooltip.value.replaceAll('\n', ' '), 30_000);
      const harmless = (await runItem(await runOf('Net', -1))).tooltip as vscode.MarkdownString;
      assert.deepEqual(await tagsOf(tooltip), await tagsOf(harmless));
    });

    it(`is shown as it is in lists of commands and in the status bar: ${what}`, async () => {
      const identity = { run: text, network: text, notebook: text, folder: text, began: 0 };
      const snapshot = {
        measures: [{ name: 'loss', label: text, goal: 'lower', fold: 'mean' }],
        progress: { step: 1, epoch: 1, seconds: 1, values: { loss: 1 } },
        device: text,
        epochs: 1,
        steps: 2,
        stepsPerEpoch: 2,
        status: 'failed',
        error: { message: text },
        verdicts: [],
      } as unknown as TrainingSnapshot;
      const { label, description, detail } = trainingItem(new Training(identity, snapshot));
      const shownOf = (network: string) => ({ run: 'a', network, snapshot });
      const one = trainingStatus([shownOf(text)]);
      const two = trainingStatus([shownOf(text), shownOf(text)]);
      const bars = [one.text, two.text, preparationStatus(text).text];
      for (const shown of [label, description, detail, ...bars]) {
        assertPlain(shown, 1000);
        assert.doesNotMatch(shown!, icon);
      }
      for (const { tooltip } of [one, two]) {
        assert.ok(tooltip instanceof vscode.MarkdownString && !tooltip.supportThemeIcons);
        assert.ok(!tooltip.supportHtml);
        assertPlain(tooltip.value.replaceAll('\n', ' '), 3000);
      }
      const plain = (network: string) =>
        tagsOf(trainingStatus([shownOf(network)]).tooltip as vscode.MarkdownString);
      const isSame = { ...snapshot, device: 'cpu', error: { message: 'x' } };
      const harmless = trainingStatus([{ run: 'a', network: 'Net', snapshot: isSame }]).tooltip;
      assert.deepEqual(await plain(text), await tagsOf(harmless as vscode.MarkdownString));
    });
  });
});
