import { integer, number, word } from '../language/parameters';
import type { BoundCall } from '../language/vocabulary';
import { defineStop, type EpochScores, type StopDecision } from './entries';

const early = defineStop({
  name: 'early',
  synonyms: ['early_stopping', 'patience'],
  summary:
    'Stops when validation has not improved for some epochs; the best epoch’s parameters stay.',
  details: 'Prechelt, *Early Stopping — but When?* (1998).',
  parameters: {
    patience: integer('Epochs to wait for an improvement.', { minimum: 1, default: 3 }),
    metric: word('What has to improve.', ['loss', 'accuracy'], { default: 'loss' }),
    margin: number('The least change that counts as an improvement.', { minimum: 0, default: 0 }),
  },
  example: 'stop early(patience: 3)',
  decide({ patience, metric, margin }, history) {
    // Regression has no accuracy: its loss decides.
    const costs = history.map(({ loss, accuracy }) =>
      metric === 'accuracy' && accuracy !== undefined ? -accuracy : loss,
    );
    let best = 0;
    costs.forEach((cost, epoch) => {
      if (cost < costs[best] - margin || (Number.isNaN(costs[best]) && !Number.isNaN(cost))) {
        best = epoch;
      }
    });
    return { stop: history.length - 1 - best >= patience, best };
  },
});

export const stops = [early];

/** Decides after each epoch whether a `stop` setting ends the training. */
export function decideStop(stop: BoundCall, history: readonly EpochScores[]): StopDecision {
  const entry = stops.find(({ name }) => name === stop.name);
  if (!entry) throw new Error(`no stopping rule \`${stop.name}\``);
  return entry.decide(stop.arguments as Parameters<typeof entry.decide>[0], history);
}
