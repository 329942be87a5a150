import { dirname } from 'node:path';
import type { Network } from '../../network/network';
import { filePosition, NotebookError, type NotebookCell } from '../../notebook/notebook';
import { parseNotebook } from '../../notebook/parse';
import { analyze } from '../../program/analyze';
import { modelFiles } from '../../program/modelFiles';
import type { Action, Program } from '../../program/program';
import { isTraining, type TrainAction } from '../../program/verbs/train';
import { CoreError, userError } from '../wire/error';
import type { Failure } from '../protocol/protocol';
import type { NotebookFiles } from '../../program/notebookModels';

/** A notebook as a request brings it, understood. */
export interface AnalyzedNotebook {
  readonly path: string;
  readonly text: string;
  readonly title?: string;
  readonly codeCells: readonly NotebookCell[];
  readonly program: Program;
}

/** Reads and analyzes a notebook. Throws a `CoreError` when the file itself is unreadable. */
export function analyzeNotebook(
  { path, text }: { path: string; text: string },
  overrides: Readonly<Record<string, string>>,
  files: NotebookFiles = modelFiles({
    notebookFolder: dirname(path),
    environment: process.env,
  }),
): AnalyzedNotebook {
  try {
    const { header, cells } = parseNotebook(text);
    const codeCells = cells.filter(({ kind }) => kind === 'code');
    const program = analyze(
      codeCells.map(({ source }) => source),
      { overrides, ...files },
    );
    const { title } = header;
    return { path, text, codeCells, program, ...(typeof title === 'string' && { title }) };
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    const { code, reason, line } = error;
    throw new CoreError({ exit: 1, code, message: reason, line: line + 1, column: 1 });
  }
}

/** The notebook's `index`-th action, a `train`. Throws the notebook's first error when there is none. */
export function trainAction({ program }: AnalyzedNotebook, index: number): TrainAction {
  const action = program.actions[index];
  if (isTraining(action)) return ready(action);
  throw firstError(program) ?? userError('no-action', `Action ${index} is not a \`train\`.`);
}

/** The notebook's `index`-th action. Throws the notebook's first error when there is none. */
export function actionAt({ program }: AnalyzedNotebook, index: number): Action {
  const action = program.actions[index];
  if (action) return ready(action);
  throw firstError(program) ?? userError('no-action', `There is no action ${index}.`);
}

/** A network by name. Throws the notebook's first error, or says which networks there are. */
export function networkNamed({ program }: AnalyzedNotebook, name: string): Network {
  const network = program.networks.get(name);
  if (network) return ready({ network }).network;
  const names = [...program.networks.keys()].map((known) => `\`${known}\``).join(', ');
  throw (
    firstError(program) ??
    userError(
      'no-network',
      `There is no network \`${name}\`.`,
      names === '' ? 'The notebook has no networks.' : `Its networks: ${names}.`,
    )
  );
}

/** Throws where the file that a network is from has yet to be written. */
function ready<A extends Pick<Action, 'network'>>(action: A): A {
  const { pending, location } = action.network.source ?? {};
  if (!pending) return action;
  throw new CoreError({ exit: 1, code: 'not-exported', ...pending, ...location });
}

/** Adds line and column of the file to a failure that names a place in a cell. */
export function located(failure: Failure, codeCells: readonly NotebookCell[]): Failure {
  const { cell, start, line } = failure;
  const source = cell === undefined ? undefined : codeCells[cell];
  if (!source || start === undefined || line !== undefined) return failure;
  const position = filePosition(source, start);
  return { ...failure, line: position.line + 1, column: position.column + 1 };
}

function firstError({ diagnostics }: Program): CoreError | undefined {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (!error) return undefined;
  const { code, message, location } = error;
  return new CoreError({ exit: 1, code, message, ...location });
}
