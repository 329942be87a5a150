import { parentPort } from 'node:worker_threads';
import { analyze } from '../../program/analyze';
import { checkAgainstData } from '../../program/fit';
import { modelFiles } from '../../program/modelFiles';
import { portable } from '../../program/portable';
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
  if (!files || program.data.size === 0) return;
  const context = { ...files, seed: 0, signal: search.signal };
  try {
    reply({ id, findings: await checkAgainstData(program, context) });
  } catch (error) {
    if (!search.signal.aborted) throw error;
  }
}
