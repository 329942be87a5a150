import type { LiveParameters } from '../jobs/liveParameters';
import { analyzeNotebook } from '../notebooks/notebook';
import { openNotebookOfRun } from '../notebooks/runNotebook';
import type { Answer } from '../protocol/answer';
import type { Validated } from '../protocol/protocol';
import { ReadyNetwork, type Asked } from './readyNetwork';

/** Milliseconds for which a network is kept after its last answer. */
const keptFor = 60_000;
/** Two that are compared. */
const mostKept = 2;

type Wanted = Omit<Validated<'answer'>, keyof Asked>;

/** The networks that have answered last, kept open for the next input: a stroke of a drawing follows the other. */
export class KeptNetworks {
  /** The one asked last is the last. */
  private readonly kept = new Map<string, Promise<ReadyNetwork>>();
  private timer: NodeJS.Timeout | undefined;

  async answer(request: Validated<'answer'>, live: LiveParameters): Promise<Answer> {
    const { input, layers, preActivations, parameters, attention, saliency, step, ...wanted } =
      request;
    const key = JSON.stringify(wanted);
    const opening = this.kept.get(key) ?? open(wanted, live);
    this.kept.delete(key);
    this.kept.set(key, opening);
    opening.catch(() => this.kept.get(key) === opening && this.kept.delete(key));
    this.forget(mostKept);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(0), keptFor).unref();
    const ready = await opening;
    return ready.answer({ input, layers, preActivations, parameters, attention, saliency, step });
  }

  /** Forgets all but the last `rest`. */
  private forget(rest: number): void {
    for (const [key, opening] of this.kept) {
      if (this.kept.size <= rest) return;
      this.kept.delete(key);
      void opening.then((ready) => ready.dispose()).catch(() => undefined); // who asked is told
    }
  }
}

async function open(wanted: Wanted, live: LiveParameters): Promise<ReadyNetwork> {
  const { notebook, overrides, run: folder, version: _, ...rest } = wanted;
  if (folder === undefined) {
    return ReadyNetwork.open(analyzeNotebook(notebook, overrides), rest, live);
  }
  const { run, notebook: analyzed } = await openNotebookOfRun(folder);
  return ReadyNetwork.open(analyzed, { ...rest, run }, live);
}
