import { csv } from '../../text/csv';
import type { ToldStep } from './scalars';

/** A row for each told step, a column for each measure; what was not told of a step is empty. */
export function measuresCsv(told: readonly ToldStep[], of: 'single' | 'parameters'): string {
  const rows = told.filter((step) => step[of].size > 0);
  const tags = [...new Set(rows.flatMap((step) => [...step[of].keys()]))];
  return csv([
    ['step', 'epoch', 'seconds', ...tags],
    ...rows.map(({ step, epoch, seconds, [of]: values }) => [
      ...[step, epoch, seconds],
      ...tags.map((tag) => values.get(tag)),
    ]),
  ]);
}
