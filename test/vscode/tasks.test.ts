import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { taskType } from '../../src/extension/ids';
import { notebookOf, until, workspaceFile } from './support/workspace';

const name = 'task.dnn';
const mistaken = notebookOf(
  'network Net {\n  input image[1, 8, 8]\n  dense(4) rellu\n  output: dense(10) softmax\n}',
);

const problems = () =>
  vscode.languages
    .getDiagnostics(workspaceFile(name))
    .filter(({ message }) => message.includes('rellu'));

describe('a task', function () {
  this.timeout(120_000);

  before(() =>
    vscode.workspace.fs.writeFile(workspaceFile(name), new TextEncoder().encode(mistaken)),
  );

  it('is offered for each notebook: check, train, run', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: taskType });
    const own = tasks.filter(({ definition }) => definition.notebook === name);
    assert.deepEqual(own.map(({ definition }) => definition.command as string).sort(), [
      'check',
      'run',
      'train',
    ]);
  });

  it('checks a notebook in a terminal, and what is wrong becomes a problem of the file', async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: taskType });
    const task = tasks.find(
      ({ definition: { command, notebook } }) => command === 'check' && notebook === name,
    );
    assert.ok(task);
    let exitCode: number | undefined;
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode: code }) => {
      if (execution.task.name === task.name) exitCode = code;
    });
    try {
      await vscode.tasks.executeTask(task);
      await until(() => exitCode !== undefined);
      assert.equal(exitCode, 1);
      const [problem] = await until(() => problems().length > 0 && problems());
      assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
      const { line } = problem.range.start;
      assert.equal(mistaken.split('\n')[line], '  dense(4) rellu');
    } finally {
      listening.dispose();
    }
  });
});
