import * as l10n from '@vscode/l10n';
import { type RateSearch, rateSearch } from '../../compute/protocol/protocol';
import { escapeMarkdown } from '../../text/markdown';
import { significant } from '../../text/numbers';
import { bar } from '../bar';
import { markdownTable } from '../markdown';
import { remarks, subjectOf, suggestedRates, suggestionText } from '../rates';
import type { ResultView } from '../resultView';
import { type Emphasize, table } from '../table';

export const rateView: ResultView<RateSearch> = {
  kind: 'rate',
  schema: rateSearch,
  line: (report) => ({ event: 'found', what: 'rate', network: report.network, report }),
  text: (found, { strong }) => `${rateSearchText(found, strong)}\n`,
  markdown: rateMarkdown,
};

/** Lines of the table, at most about. */
const rows = 25;

/** What a range test of learning rates found, as text: what is pursued over the rate, smoothed, and the rates to try. */
function rateSearchText(found: RateSearch, emphasize: Emphasize): string {
  const { data, optimizer, batch, device, points, stopped } = found;
  const title = l10n.t(
    '{0} on {1}: {2}, batches of {3}, device {4}',
    emphasize(l10n.t('Learning rate of {0}', subjectOf(found))),
    data,
    optimizer,
    batch,
    device,
  );
  const known = points.length > 0 || stopped;
  return [title, curve(found, emphasize), known ? advice(found, emphasize) : '']
    .filter((part) => part !== '')
    .join('\n\n');
}

function curve({ measure, points, steepest, range }: RateSearch, emphasize: Emphasize): string {
  const every = Math.max(1, Math.ceil(range.steps / rows));
  const values = points.map(({ smoothed }) => smoothed);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const lowest = values.indexOf(least);
  const fastest = points.findIndex(({ rate }) => rate >= (steepest ?? Infinity) * 0.95);
  const marks = (from: number): string =>
    [
      ...(within(fastest, from, every) ? [l10n.t('← falls fastest')] : []),
      ...(within(lowest, from, every) ? [l10n.t('← lowest')] : []),
    ].join('  ');
  return table(
    [
      { title: l10n.t('rate'), align: 'right' },
      { title: measure.label, align: 'right' },
      { title: '' },
      { title: '' },
    ],
    points
      .filter((_, i) => i % every === 0)
      .map(({ rate, smoothed }, i) => [
        significant(rate),
        significant(smoothed),
        bar(most > least ? (smoothed - least) / (most - least) : 0).padEnd(24),
        marks(i * every),
      ]),
    emphasize,
  );
}

const within = (index: number, from: number, count: number): boolean =>
  index >= from && index < from + count;

/** What to do with it. */
function advice(found: RateSearch, emphasize: Emphasize): string {
  const [best] = suggestedRates(found);
  const use =
    found.phase === undefined
      ? l10n.t(
          'Write it in the optimizer, or try it with {0}',
          `--set optimizer.rate=${best?.rate}`,
        )
      : l10n.t('Write it in the optimizer of this phase.');
  return [...remarks(found), suggestionText(found, emphasize), ...(best ? [use] : [])].join('\n');
}

/** What a range test of learning rates found, in words. */
function rateMarkdown(found: RateSearch): string {
  const { optimizer, points } = found;
  const every = Math.max(1, Math.ceil(points.length / 20));
  return [
    `${l10n.t('Learning rate of {0}', `**${escapeMarkdown(subjectOf(found))}**`)}, ${escapeMarkdown(optimizer)}`,
    suggestionText(found, (rate) => `**${rate}**`),
    ...remarks(found),
    markdownTable(
      [l10n.t('rate'), found.measure.label],
      points
        .filter((_, i) => i % every === 0)
        .map(({ rate, smoothed }) => [significant(rate), significant(smoothed)]),
    ),
  ].join('\n\n');
}
