import * as l10n from '@vscode/l10n';
import { type Forecast, forecast } from '../../compute/protocol/protocol';
import { escapeMarkdown } from '../../text/markdown';
import { significant } from '../../text/numbers';
import { visible } from '../../text/visible';
import { bar } from '../bar';
import { forecastSummary, forecastTitle } from '../forecast';
import { markdownTable } from '../markdown';
import type { ResultView } from '../resultView';
import { table } from '../table';

export const forecastView: ResultView<Forecast> = {
  kind: 'forecast',
  schema: forecast,
  line: (report) => ({ event: 'forecast', network: report.network, report }),
  text: (found, { strong }) =>
    `${strong(forecastTitle(found))}\n${forecastSummary(found)}\n\n${table(
      [
        { title: l10n.t('step'), align: 'right' },
        { title: l10n.t('error'), align: 'right' },
        { title: visible(found.target), align: 'right' },
        { title: l10n.t('forecast'), align: 'right' },
        { title: '' },
      ],
      shownSteps(found).map((i) => [...row(found, i), curve(found, i)]),
      strong,
    )}\n`,
  markdown: (found) =>
    [
      `**${escapeMarkdown(forecastTitle(found))}**, ${escapeMarkdown(forecastSummary(found))}`,
      markdownTable(
        [l10n.t('step'), l10n.t('error'), escapeMarkdown(found.target), l10n.t('forecast')],
        shownSteps(found).map((i) => row(found, i)),
      ),
    ].join('\n\n'),
};

/** Lines of the table, at most about. */
const rows = 21;

/** Some of the steps, and the last. */
function shownSteps({ errors }: Forecast): readonly number[] {
  const every = Math.max(1, Math.ceil(errors.length / rows));
  return [...errors.keys()].filter((i) => (errors.length - 1 - i) % every === 0);
}

const row = ({ errors, truth, outputs }: Forecast, i: number): string[] => [
  String(i + 1),
  significant(errors[i]),
  significant(truth[i]),
  significant(outputs[i]),
];

/** The forecast as a bar between the least and the greatest true value. */
function curve({ truth, outputs }: Forecast, i: number): string {
  const [least, most] = [Math.min(...truth), Math.max(...truth)];
  const share = most > least ? (Number(outputs[i]) - least) / (most - least) : 0;
  return bar(Math.max(0, share));
}
