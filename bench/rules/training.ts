import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import * as z from 'zod';
import { forecast } from '../../src/compute/protocol/protocol';
import { runEvent, type RunEvent } from '../../src/runs/events';

const forecastLine = z.object({ event: z.literal('forecast'), report: forecast });

type Event<K extends RunEvent['event']> = Extract<RunEvent, { event: K }>;

/** What the command line tells of one training. */
export interface Training {
  /** In their order; one without a name where the training has no phases. */
  readonly phases: readonly Phase[];
  readonly ending: Event<'done'>;
}

interface Phase {
  readonly name: string | undefined;
  readonly epochs: Pick<Event<'epoch'>, 'train' | 'validation'>[];
  /** What its pass has found, by measure; the last step of a forecast after it as `forecast error`. */
  readonly measured: Map<string, number>;
}

/** Runs a notebook through the command line and gives its trainings. `progress` hears of every epoch. */
export async function runNotebook(
  path: string,
  progress: (event: Event<'epoch'>) => void,
): Promise<readonly Training[]> {
  const command = join(__dirname, '../../scripts/dnn.mjs');
  const child = spawn(process.execPath, [command, 'run', path, '--json', '--device', 'cpu'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const trainings: Training[] = [];
  let phases: Phase[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const told: unknown = JSON.parse(line);
    const went = forecastLine.safeParse(told).data?.report.errors.at(-1);
    if (went !== undefined)
      trainings.at(-1)!.phases.at(-1)!.measured.set('forecast error', Number(went));
    // Other actions tell other things.
    const { data: event } = runEvent.safeParse(told);
    switch (event?.event) {
      case 'start':
        phases = [newPhase(event.phase?.name)];
        break;
      case 'phase':
        phases.push(newPhase(event.phase.name));
        break;
      case 'epoch':
        phases.at(-1)!.epochs.push(event);
        progress(event);
        break;
      case 'measured':
        for (const { name, value } of event.values) phases.at(-1)!.measured.set(name, value);
        break;
      case 'done':
        trainings.push({ phases, ending: event });
        break;
      case 'error':
        console.error(event.message);
        break;
      default:
    }
  }
  const code = await ended;
  if (code !== 0) throw new Error(`${path} ended with code ${code}`);
  return trainings;
}

const newPhase = (name: string | undefined): Phase => ({ name, epochs: [], measured: new Map() });
