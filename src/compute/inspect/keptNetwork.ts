import type { LiveParameters } from '../jobs/liveParameters';
import { analyzeNotebook } from '../notebooks/notebook';
import { openNotebookOfRun } from '../notebooks/runNotebook';
import type { Answer } from '../protocol/answer';
import type { Validated } from '../protocol/protocol';
import { ReadyNetwork } from './readyNetwork';

/** Milliseconds for which a network is kept after its last answer. */
const keptFor = 60_000;

/** The network that has answered last, kept open for the next input: a stroke of a drawing follows the other. */
export class KeptNetwork {
  private kept: { readonly key: string; readonly opening: Promise<ReadyNetwork> } | undefined;
  private timer: NodeJS.Timeout | undefined;

  async answer(request: Validated<'answer'>, live: LiveParameters): Promise<Answer> {
    const { input, layers, preActivations, parameters, ...wanted } = request;
    const key = JSON.stringify(wanted);
    if (this.kept?.key !== key) {
      this.forget();
      const kept = (this.kept = { key, opening: open(wanted, live) });
      kept.opening.catch(() => this.kept === kept && this.forget());
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.forget(), keptFor).unref();
    const ready = await this.kept.opening;
    return ready.answer({ input, layers, preActivations, parameters });
  }

  private forget(): void {
    const { kept } = this;
    this.kept = undefined;
    void kept?.opening.then((ready) => ready.dispose()).catch(() => undefined); // who asked is told
  }
}

async function open(
  wanted: Omit<Validated<'answer'>, 'input' | 'layers' | 'preActivations' | 'parameters'>,
  live: LiveParameters,
): Promise<ReadyNetwork> {
  const { notebook, overrides, run: folder, version: _, ...rest } = wanted;
  if (folder === undefined) {
    return ReadyNetwork.open(analyzeNotebook(notebook, overrides), rest, live);
  }
  const { run, notebook: analyzed } = await openNotebookOfRun(folder);
  return ReadyNetwork.open(analyzed, { ...rest, run }, live);
}
