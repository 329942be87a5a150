import type { RunEvent } from './events';
import type { Manifest, RunStatus } from './manifest';
import type { Run } from './run';

/** How a run stands; a paused one waits in its process. */
export interface RunState extends Pick<Manifest, 'step' | 'epoch' | 'seconds' | 'scores'> {
  readonly status: RunStatus | 'paused';
}

/** How the status is called where people read it. */
export const statusNames: Readonly<Record<RunState['status'], string>> = {
  running: 'running',
  paused: 'paused',
  done: 'done',
  interrupted: 'stopped',
  failed: 'failed',
};

/** The state of a run: that of its manifest, and of its metrics where the manifest was not brought up to date at an end. */
export async function stateOf(run: Run): Promise<RunState> {
  const { manifest } = run;
  if (manifest.status === 'done') return manifest;
  return withEvents(manifest, await run.events().catch(() => []));
}

function withEvents(manifest: Manifest, events: readonly RunEvent[]): RunState {
  let { step, epoch, seconds, scores } = manifest;
  let paused = false;
  for (const event of events) {
    switch (event.event) {
      case 'step':
      case 'epoch':
        step = Math.max(step, event.step);
        seconds = Math.max(seconds, event.seconds);
        break;
      case 'paused':
        paused = true;
        break;
      case 'continued':
      case 'start':
        paused = false;
        break;
      default:
    }
    if (event.event === 'epoch') {
      const { train, validation } = event;
      epoch = Math.max(epoch, event.epoch);
      scores = manifest.scores ?? { train, ...(validation && { validation }) };
    }
  }
  const status = manifest.status === 'running' && paused ? 'paused' : manifest.status;
  return { status, step, epoch, seconds, ...(scores && { scores }) };
}
