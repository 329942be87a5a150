import * as vscode from 'vscode';
import type { Run } from '../../runs/run';

const dateFormat = () =>
  new Intl.DateTimeFormat(vscode.env.language, {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });

/** When a run began: `Jan 5, 02:03 PM`. */
export const beginningOf = ({ manifest }: Run): string =>
  dateFormat().format(new Date(manifest.created));

/** What a run is called where its network is known: by its name, else by its beginning. Text from outside, as it is. */
export const nameOf = (run: Run): string => run.about.name ?? beginningOf(run);
