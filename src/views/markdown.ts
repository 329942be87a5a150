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
import { classTable, statisticsTable } from './dataTables';
import { measuredLines } from './measured';
import { layerColumns, layerLines } from './network';
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
    ['source', data.source],
    ...(inputShape ? [['shape', formatShape(inputShape)] as const] : []),
    ...(target ? [[target.kind, target.names.join(', ')] as const] : []),
    ...(samples
      ? [
          ['training samples', formatInteger(samples.train)] as const,
          ['validation samples', formatInteger(samples.validation)] as const,
          ['test samples', formatInteger(samples.test)] as const,
        ]
      : []),
    ['normalization', data.normalization],
    ...(data.batch === undefined ? [] : [['batch', formatInteger(data.batch)] as const]),
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
    layerColumns.map(({ title }) => title),
    layerLines(network),
  );

export function trainingMarkdown(training: TrainingSnapshot): string {
  const { network, data, device, progress, steps, epochScores, measures, layers } = training;
  const { verdicts } = training;
  const pursued = objectiveText(training);
  const lines = [
    `**${escapeMarkdown(network)}** on ${escapeMarkdown(data)}, ${escapeMarkdown(device)}: ${escapeMarkdown(statusText(training))}`,
    `step ${formatInteger(progress.step)} of ${formatInteger(steps)}` +
      (pursued === '' ? '' : `, ${pursued}`) +
      (progress.samplesPerSecond === undefined
        ? ''
        : `, ${formatCount(progress.samplesPerSecond)} samples/s`),
  ];
  lines.push(...verdicts.map(verdictMarkdown));
  if (epochScores.length > 0) {
    const columns = scoreColumns(training);
    const head = columns.map(({ split, measure: { label } }) =>
      split === 'train' ? label : `validation ${label}`,
    );
    const rows = epochScores.map((scores) => [
      String(scores.epoch),
      ...columns.map(({ split, measure }) => formatMeasure(measure, scores[split]?.[measure.name])),
    ]);
    lines.push(markdownTable(['epoch', ...head], rows));
  }
  for (const { name, label, items } of measures) {
    if (!items) continue;
    const values = layers[name]?.values ?? [];
    const rows = items.map((key, i) => [key, significant(values[i])]);
    lines.push(markdownTable(['parameter', label], rows));
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
  const said = outcomeOf(training.verdicts);
  const outcome = said === undefined ? '' : `, ${said},`;
  const best = headline(training.measures, training.result?.test);
  const tested = best
    ? `, test ${best.measure.label} ${formatMeasure(best.measure, best.value)}`
    : '';
  switch (status) {
    case 'running':
      if (paused) return 'paused';
      if (phase !== undefined) return phase;
      return progress.remaining === undefined
        ? 'training'
        : `training, ${formatDuration(progress.remaining)} left`;
    case 'completed':
      return `completed${outcome} in ${formatDuration(progress.seconds)}${tested}`;
    case 'early-stop':
      return `stopped early${outcome} after ${formatDuration(progress.seconds)}${tested}`;
    case 'interrupted':
      return `stopped${outcome} after ${formatDuration(progress.seconds)}${tested}`;
    case 'failed':
      return `failed: ${error?.message ?? 'unknown reason'}`;
    default:
      return status satisfies never;
  }
}
