import { EntryTable } from '../language/entryTable';
import { integer } from '../language/parameters';
import type { BoundCall } from '../language/vocabulary';
import { costsOf, improves, margin, metric } from './scores';
import { defineStop, type EpochScores, type StopDecision, type StopEntry } from './entries';

const early = defineStop({
  name: 'early',
  synonyms: ['early_stopping', 'patience'],
  summary:
    'Stops when validation has not improved for some epochs; the best epoch’s parameters are kept.',
  details:
    'Without validation samples, the training scores decide. Prechelt, *Early Stopping — but When?* (1998).',
  parameters: {
    patience: integer('Epochs to wait for an improvement.', { minimum: 1, default: 3 }),
    metric,
    margin,
  },
  example: 'stop early(patience: 3)',
  decide({ patience, metric, margin }, history) {
    const costs = costsOf(history, metric);
    let best = 0;
    costs.forEach((cost, epoch) => {
      if (improves(cost, costs[best], margin)) best = epoch;
    });
    return { stop: history.length - 1 - best >= patience, best };
  },
});

/** Every stopping rule. */
export const stops = new EntryTable<StopEntry>('stop', [early]);

/** Decides after each epoch whether a `stop` setting ends the training. */
export function decideStop(stop: BoundCall, history: readonly EpochScores[]): StopDecision {
  return stops.of(stop).decide(stop.arguments, history);
}
