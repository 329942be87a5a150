import * as vscode from 'vscode';
import { withoutLinks } from '../text/markdown';

const patienceMilliseconds = 2000;

/** Shows a notification while something lasts longer than two seconds; `cancel` adds a button that calls it. */
export async function withPatience<T>(
  title: string,
  work: Promise<T>,
  cancel?: () => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<'waiting'>((resolve) => {
    timer = setTimeout(() => resolve('waiting'), patienceMilliseconds);
  });
  const first = await Promise.race([work.then(() => 'done' as const), patience]).finally(() =>
    clearTimeout(timer),
  );
  if (first === 'waiting') {
    const location = vscode.ProgressLocation.Notification;
    await vscode.window.withProgress(
      { location, title: withoutLinks(title), cancellable: cancel !== undefined },
      async (_, token) => {
        const listening = token.onCancellationRequested(() => cancel?.());
        await work.then(undefined, () => undefined).finally(() => void listening.dispose());
      },
    );
  }
  return work;
}
