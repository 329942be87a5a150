import { type RateSearch, rateSearch } from '../../compute/protocol/protocol';
import { escapeMarkdown } from '../../text/markdown';
import { formatNumber } from '../format';
import { markdownTable } from '../markdown';
import { bar, significant } from '../plain';
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
  const { data, optimizer, batch, device, points } = found;
  const title = `${emphasize(`Learning rate of ${subject(found)}`)} on ${data}: ${optimizer}, batches of ${batch}, device ${device}`;
  return [
    title,
    curve(found, emphasize),
    points.length > 0 || found.stopped ? suggestion(found, emphasize) : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** `Net`, `Net, phase first`. */
const subject = ({ network, phase }: Pick<RateSearch, 'network' | 'phase'>): string =>
  phase === undefined ? network : `${network}, phase ${phase}`;

function curve({ measure, points, steepest, range }: RateSearch, emphasize: Emphasize): string {
  const every = Math.max(1, Math.ceil(range.steps / rows));
  const values = points.map(({ smoothed }) => smoothed);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const lowest = values.indexOf(least);
  const fastest = points.findIndex(({ rate }) => rate >= (steepest ?? Infinity) * 0.95);
  const marks = (from: number): string =>
    [
      ...(within(fastest, from, every) ? ['← falls fastest'] : []),
      ...(within(lowest, from, every) ? ['← lowest'] : []),
    ].join('  ');
  return table(
    [
      { title: 'rate', align: 'right' },
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

function suggestion(found: RateSearch, emphasize: Emphasize): string {
  const { phase, steepest, tenthOfMinimum, openEnded } = found;
  const { diverged, stopped, points, range } = found;
  const { label } = found.measure;
  const end = points.at(-1)?.rate ?? range.lowest;
  const lines = [
    ...(diverged
      ? [`The training diverges at ${significant(end)}; higher rates were not tried.`]
      : []),
    ...(stopped ? [`Stopped at ${significant(end)}; higher rates were not tried.`] : []),
    ...(openEnded
      ? [`The ${label} still falls at ${significant(end)}: higher rates may do better.`]
      : []),
  ];
  if (steepest === undefined || tenthOfMinimum === undefined) lines.push(noSuggestion(found));
  else
    lines.push(
      `Suggested rate: ${emphasize(String(steepest))}, where the ${label} falls fastest; ` +
        `one tenth of the rate at minimum ${label}: ${tenthOfMinimum}.`,
      phase === undefined
        ? `Write it in the optimizer, or try it with --set optimizer.rate=${steepest}`
        : 'Write it in the optimizer of this phase.',
    );
  return lines.join('\n');
}

const noSuggestion = ({ measure: { label } }: RateSearch): string =>
  `The ${label} never falls by more than its noise, so no rate can be suggested.`;

/** What a range test of learning rates found, in words. */
function rateMarkdown(found: RateSearch): string {
  const { optimizer, points, steepest, tenthOfMinimum, openEnded, stopped } = found;
  const { label } = found.measure;
  const every = Math.max(1, Math.ceil(points.length / 20));
  const suggestion =
    steepest === undefined || tenthOfMinimum === undefined
      ? noSuggestion(found)
      : `Suggested rate: **${steepest}**, where the ${label} falls fastest; one tenth of the rate at minimum ${label}: ${tenthOfMinimum}.`;
  return [
    `Learning rate of **${escapeMarkdown(subject(found))}**, ${escapeMarkdown(optimizer)}`,
    suggestion,
    ...(stopped ? ['Stopped; higher rates were not tried.'] : []),
    ...(openEnded
      ? [`The ${label} still falls at the highest rate: higher ones may do better.`]
      : []),
    markdownTable(
      ['rate', label],
      points
        .filter((_, i) => i % every === 0)
        .map(({ rate, smoothed }) => [formatNumber(rate), formatNumber(smoothed)]),
    ),
  ].join('\n\n');
}
