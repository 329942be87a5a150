import * as l10n from '@vscode/l10n';
import { headline } from '../runs/headline';
import { outcomeOf } from '../runs/outcome';
import { escapeMarkdown } from '../text/markdown';
import {
  formatCount,
  formatDuration,
  formatInteger,
  formatMeasure,
  formatShape,
  significant,
} from '../text/numbers';
import { classTable, statisticsTable, targetText } from './dataTables';
import { measuredLines } from './measured';
import { layerColumns, layerLines } from './networkTable';
import type { DataPayload, NetworkPayload, TrainingSnapshot } from './payloads';
import { phaseText } from './phases';
import { changeText, objectiveText, scoreColumns } from './training';
import { verdictMarkdown } from './verdicts';

/** The text alternatives of the outputs: Markdown, for readers without the renderer and for copying. */

/** Rows under a head; the first column is text, the others are numbers. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  const rule = head.map((_, i) => (i === 0 ? '---' : '--:'));
  return [line(head), `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

export function dataMarkdown(data: DataPayload): string {
  const { samples, target, inputShape } = data;
  const facts: (readonly [string, string])[] = [
    [l10n.t('source'), data.source],
    ...(inputShape ? [[l10n.t('shape'), formatShape(inputShape)] as const] : []),
    ...(target ? [[targetText(target.kind), target.names.join(', ')] as const] : []),
    ...(samples
      ? [
          [l10n.t('training samples'), formatInteger(samples.train)] as const,
          [l10n.t('validation samples'), formatInteger(samples.validation)] as const,
          [l10n.t('test samples'), formatInteger(samples.test)] as const,
        ]
      : []),
    [l10n.t('normalization'), data.normalization],
    ...(data.batch === undefined ? [] : [[l10n.t('batch'), formatInteger(data.batch)] as const]),
  ];
  return [
    markdownTable([data.name, ''], facts),
    ...[classTable(data), statisticsTable(data)].flatMap((table) =>
      table ? [markdownTable(table.head, table.rows)] : [],
    ),
  ].join('\n\n');
}

export const networkMarkdown = (network: NetworkPayload): string =>
  markdownTable(
    layerColumns().map(({ title }) => title),
    layerLines(network),
  );

export function trainingMarkdown(training: TrainingSnapshot): string {
  const { network, data, device, progress, steps, epochScores, measures, layers } = training;
  const { verdicts } = training;
  const pursued = objectiveText(training);
  const lines = [
    l10n.t(
      '{0} on {1}, {2}: {3}',
      `**${escapeMarkdown(network)}**`,
      escapeMarkdown(data),
      escapeMarkdown(device),
      escapeMarkdown(statusText(training)),
    ),
    [
      l10n.t('step {0} of {1}', formatInteger(progress.step), formatInteger(steps)),
      ...(pursued === '' ? [] : [pursued]),
      ...(progress.samplesPerSecond === undefined
        ? []
        : [l10n.t('{0} samples/s', formatCount(progress.samplesPerSecond))]),
    ].join(', '),
  ];
  lines.push(...verdicts.map(verdictMarkdown));
  if (epochScores.length > 0) {
    const columns = scoreColumns(training);
    const head = columns.map(({ split, measure: { label } }) =>
      split === 'train' ? label : l10n.t('validation {0}', label),
    );
    const rows = epochScores.map((scores) => [
      String(scores.epoch),
      ...columns.map(({ split, measure }) => formatMeasure(measure, scores[split]?.[measure.name])),
    ]);
    lines.push(markdownTable([l10n.t('epoch'), ...head], rows));
  }
  for (const { name, label, items } of measures) {
    if (!items) continue;
    const values = layers[name]?.values ?? [];
    const rows = items.map((key, i) => [key, significant(values[i])]);
    lines.push(markdownTable([l10n.t('parameter'), label], rows));
  }
  lines.push(...measuredLines(training.measured).map(escapeMarkdown));
  lines.push(...training.changes.map((change) => escapeMarkdown(changeText(change))));
  lines.push(...training.warnings.map((warning) => `⚠ ${escapeMarkdown(warning)}`));
  return lines.join('\n\n');
}

/** `training, 12 s left`, `completed in 1 min 02 s, test accuracy 98.90%`. */
export function statusText(training: TrainingSnapshot): string {
  const { status, paused, progress, error } = training;
  const phase = phaseText(training);
  if (status === 'failed') return l10n.t('failed: {0}', error?.message ?? l10n.t('unknown reason'));
  if (status !== 'running') return [endedText(training), ...testedText(training)].join(', ');
  if (paused) return l10n.t('paused');
  if (phase !== undefined) return phase;
  return progress.remaining === undefined
    ? l10n.t({ message: 'training', comment: 'what is going on' })
    : l10n.t('training, {0} left', formatDuration(progress.remaining));
}

/** `completed in 1 min 02 s`; with what the verdicts say of it. */
function endedText({ status, progress, verdicts }: TrainingSnapshot): string {
  const time = formatDuration(progress.seconds);
  const outcome = outcomeOf(verdicts);
  if (outcome === undefined)
    return status === 'completed'
      ? l10n.t('completed in {0}', time)
      : status === 'early-stop'
        ? l10n.t('stopped early after {0}', time)
        : l10n.t('stopped after {0}', time);
  return status === 'completed'
    ? l10n.t('completed, {0}, in {1}', outcome, time)
    : status === 'early-stop'
      ? l10n.t('stopped early, {0}, after {1}', outcome, time)
      : l10n.t('stopped, {0}, after {1}', outcome, time);
}

function testedText({ measures, result }: TrainingSnapshot): readonly string[] {
  const best = headline(measures, result?.test);
  return best
    ? [l10n.t('test {0} {1}', best.measure.label, formatMeasure(best.measure, best.value))]
    : [];
}
