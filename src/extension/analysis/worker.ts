import { parentPort } from 'node:worker_threads';
import type { Diagnostic } from '../../language/source';
import { checkAgainstData } from '../../program/checkAgainstData';
import type { FileContext } from '../../program/modelFiles';
import type { Program } from '../../program/program';
import { analyzed } from '../../services/analyzed';
import type { AnalyzedNotebook, NotebookSources } from '../../services/notebook';
import type { AnalysisMessage, AnalysisReply, ModelMessage, NotebookMessage } from './messages';
import { isRefusal, modelQueries } from './modelQueries';
import { outlineOf } from './outlineOf';
import { queries } from '../../services/queries';

/** The thread that keeps the analysed notebooks, so that none of them holds up the extension host. */
const notebooks = new Map<string, AnalyzedNotebook>();
const searches = new Map<string, AbortController>();
const reply = (message: AnalysisReply) => parentPort?.postMessage(message);

parentPort?.on('message', (message: AnalysisMessage) => {
  Promise.resolve(message)
    .then(receive)
    .catch((error: unknown) => {
      const failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
      if ('id' in message) reply({ id: message.id, failure });
    });
});

function receive(message: AnalysisMessage): Promise<void> {
  return message.kind === 'model' ? answerModel(message) : receiveNotebook(message);
}

function answerModel({ id, query, argument, path, others }: ModelMessage): Promise<void> {
  try {
    reply({ id, answer: modelQueries[query]({ path, others }, argument as never) });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    reply({ id, refusal: error.message });
  }
  return Promise.resolve();
}

async function receiveNotebook(message: NotebookMessage): Promise<void> {
  const { notebook } = message;
  switch (message.kind) {
    case 'analyze':
      return analyzeNotebook(notebook, message.id, message);
    case 'ask': {
      const { id, query, argument } = message;
      const known = notebooks.get(notebook);
      const answer = known && (await queries[query](known, argument as never));
      return reply({ id, answer });
    }
    case 'forget':
      searches.get(notebook)?.abort();
      searches.delete(notebook);
      notebooks.delete(notebook);
      return;
  }
}

async function analyzeNotebook(
  notebook: string,
  id: number,
  { sources, overrides = {}, files }: NotebookSources,
): Promise<void> {
  // A newer state ends the search for findings of an older one.
  searches.get(notebook)?.abort();
  const search = new AbortController();
  searches.set(notebook, search);
  const known = analyzed({ sources, overrides, ...(files && { files }) });
  const { program } = known;
  notebooks.set(notebook, known);
  reply({ id, outline: outlineOf(program, sources) });
  reply({ id, findings: files ? await findingsOf(program, files, search.signal) : [] });
}

/** What the data files say; nothing when a newer request has ended the search. */
async function findingsOf(
  program: Program,
  files: FileContext,
  signal: AbortSignal,
): Promise<readonly Diagnostic[]> {
  try {
    return await checkAgainstData(program, { ...files, seed: 0, signal });
  } catch (error) {
    if (signal.aborted) return [];
    throw error;
  }
}
