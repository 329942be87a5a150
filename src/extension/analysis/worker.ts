import { parentPort } from 'node:worker_threads';
import { analyze } from '../../program/analyze';
import { checkAgainstData } from '../../program/fit';
import type { Diagnostic } from '../../language/source';
import { modelFiles, type FileContext } from '../../program/modelFiles';
import { portable } from '../../program/portable';
import type { Program } from '../../program/program';
import type { AnalysisReply, AnalysisRequest } from './messages';

/** The thread that understands notebooks, so that none of them holds up the extension host. */
const searches = new Map<string, AbortController>();
const reply = (message: AnalysisReply) => parentPort?.postMessage(message);

parentPort?.on('message', (request: AnalysisRequest) => {
  const { id } = request;
  answer(request).catch((error: unknown) => {
    reply({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  });
});

async function answer({ id, notebook, sources, files }: AnalysisRequest): Promise<void> {
  searches.get(notebook)?.abort();
  const search = new AbortController();
  searches.set(notebook, search);
  const program = analyze(sources, files ? { readModel: modelFiles(files) } : {});
  reply({ id, program: portable(program) });
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
