import * as vscode from 'vscode';
import * as z from 'zod';
import { dataFolders } from './core';
import { taskType } from './ids';

/** What a task does: a command of `dnn`. */
export const taskCommands = ['check', 'train', 'run'] as const;

const definition = z.object({
  type: z.literal(taskType),
  command: z.enum(taskCommands),
  notebook: z.string().min(1).max(4096),
});
type Definition = z.infer<typeof definition>;

/** Notebooks that tasks are offered for. */
const mostNotebooks = 500;

/** Runs keep copies of their notebooks. */
const ofRuns = '**/.dnn/**';

/** Offers to check, train and run the notebooks of the workspace in a terminal; mistakes become problems. */
export class NotebookTasks implements vscode.TaskProvider {
  private readonly cli: string;

  constructor(extensionUri: vscode.Uri) {
    this.cli = vscode.Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const files = await vscode.workspace.findFiles('**/*.dnn', ofRuns, mostNotebooks);
    return files.flatMap((file) => {
      const folder = vscode.workspace.getWorkspaceFolder(file);
      const notebook = vscode.workspace.asRelativePath(file, false);
      if (!folder) return [];
      return taskCommands.map((command) =>
        this.task({ type: taskType, command, notebook }, folder, {}),
      );
    });
  }

  /** A task of the user's own; undefined for one that says nothing this extension knows. */
  resolveTask(task: vscode.Task): vscode.Task | undefined {
    const wanted = definition.safeParse(task.definition);
    const folder =
      typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    // VS Code compares the definition it gets back with the one it asked about.
    return wanted.success && folder ? this.task(wanted.data, folder, task.definition) : undefined;
  }

  private task(wanted: Definition, folder: vscode.WorkspaceFolder, given: object): vscode.Task {
    const { command, notebook } = wanted;
    const env = {
      DNN_DATA: dataFolders(),
      ...(process.versions.electron !== undefined && { ELECTRON_RUN_AS_NODE: '1' }),
    };
    const task = new vscode.Task(
      Object.assign(given, wanted),
      folder,
      `${command} ${notebook}`,
      taskType,
      new vscode.ProcessExecution(process.execPath, [this.cli, command, notebook], {
        cwd: folder.uri.fsPath,
        env,
      }),
      `$${taskType}`,
    );
    if (command === 'check') task.group = vscode.TaskGroup.Build;
    return task;
  }
}
