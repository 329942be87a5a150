import * as l10n from '@vscode/l10n';
import { type Inspection, inspection } from '../../compute/protocol/protocol';
import type { InspectAction, InspectPlan } from '../../program/verbs/inspect';
import { escapeMarkdown } from '../../text/markdown';
import { formatInteger, formatPercent, formatShape, significant } from '../../text/numbers';
import { visible } from '../../text/visible';
import { layerTable } from '../layerTable';
import { markdownTable } from '../markdown';
import { neuronColumns, neuronRows } from '../neurons';
import type { ResultView } from '../resultView';
import { type Emphasize, table } from '../table';
import { samplesCounted, unitCounts } from '../unitCounts';

export const inspectionView: ResultView<Inspection> = {
  kind: 'inspection',
  schema: inspection,
  line: (report) => ({ event: 'inspected', network: report.network, report }),
  text: (found, { strong, action }) =>
    `${inspectionText(found, strong, action && (action as InspectAction).plan)}\n`,
  markdown: inspectionMarkdown,
};

/** What an inspection found: the tables that are asked for, by default all. */
function inspectionText(
  found: Inspection,
  emphasize: Emphasize,
  wanted?: Pick<InspectPlan, 'gradients' | 'activations'>,
): string {
  const all = !wanted?.gradients && !wanted?.activations && !found.neurons;
  const gradients = found.layers.flatMap(({ parameters }) =>
    parameters.flatMap(({ key, gradient }) =>
      gradient === undefined ? [] : [{ key, value: gradient }],
    ),
  );
  const tables = [
    heading(found),
    ...(all || wanted?.activations
      ? [[...countedLine(found), activationTable(found, emphasize)].join('\n')]
      : []),
    ...(gradients.length > 0 && (all || wanted?.gradients)
      ? [layerTable(found.measure, gradients, emphasize)]
      : []),
    ...(found.neurons ?? []).map(
      (neurons) =>
        `${neuronLine(found, neurons)}\n${table(neuronColumns(), neuronRows(neurons), emphasize)}`,
    ),
  ];
  return tables.join('\n\n');
}

/** A rule that follows no gradient has none to show. */
const hasGradients = ({ layers }: Inspection): boolean =>
  layers.some(({ activationGradient }) => activationGradient !== undefined);

function activationTable(found: Inspection, emphasize: Emphasize): string {
  const followed = hasGradients(found);
  const units = unitCounts(found.layers);
  const numbers = found.layers.map((layer) => [
    layer.layer,
    layer.operator,
    formatShape(layer.shape),
    significant(layer.activation.mean),
    significant(layer.activation.deviation),
    formatPercent(Number(layer.activation.zeros)),
    ...units.map(({ text }) => text(layer.activation)),
    ...(followed ? [significant(layer.activationGradient)] : []),
  ]);
  return table(
    [
      { title: l10n.t('layer') },
      { title: l10n.t('operator') },
      { title: l10n.t('shape') },
      { title: l10n.t('mean'), align: 'right' },
      { title: l10n.t('deviation'), align: 'right' },
      { title: l10n.t('zeros'), align: 'right' },
      ...units.map(({ title }) => ({ title, align: 'right' }) as const),
      ...(followed ? [{ title: '‖∂E/∂a‖', align: 'right' } as const] : []),
    ],
    numbers,
    emphasize,
  );
}

/** Over which samples: nothing where an earlier version looked at one batch. */
const countedLine = ({ counted, sample }: Inspection): string[] =>
  counted
    ? [
        l10n.t(
          'activations over {0} samples of {1}',
          samplesCounted(counted),
          splitOf(sample, counted.split),
        ),
      ]
    : [];

const neuronLine = (
  { counted, sample }: Inspection,
  { layer }: { readonly layer: string },
): string =>
  counted
    ? l10n.t(
        'best neurons of {0} over {1} samples of {2}',
        layer,
        samplesCounted(counted),
        splitOf(sample, counted.split),
      )
    : l10n.t('best neurons of {0}', layer);

/** `digits.test` */
const splitOf = (sample: Inspection['sample'], split: string): string =>
  sample ? `${visible(sample.data)}.${split}` : split;

function heading({ network, run, step, sample }: Inspection): string {
  const from =
    run === undefined ? l10n.t('freshly initialized') : l10n.t('run {0}, step {1}', run, step);
  if (!sample) return `${network} (${from})`;
  const { data, split, index, label, prediction } = sample;
  const classes = [...prediction].sort((a, b) => b.value - a.value).slice(0, 3);
  const shown = label === undefined ? prediction : classes;
  const wanted = (target?: number) => (target === undefined ? '' : ` (${significant(target)})`);
  const answers = shown
    .map(({ name, value, target }) => `${name}: ${significant(value)}${wanted(target)}`)
    .join('  ');
  const truth = label === undefined ? '' : ` (${label})`;
  const answer = answers === '' ? '' : ` → ${answers}`;
  return `${network} (${visible(from)})\n${visible(`${data}.${split}[${index}]${truth}${answer}`)}`;
}

function inspectionMarkdown(found: Inspection): string {
  const { network, step, sample, measure, layers } = found;
  const followed = hasGradients(found);
  const seen = sample
    ? `${sample.data}.${sample.split}[${sample.index}]${sample.label === undefined ? '' : ` (${sample.label})`}`
    : l10n.t('no sample');
  const units = unitCounts(found.layers);
  const rows = layers.map((layer) => [
    layer.layer,
    formatShape(layer.shape),
    significant(layer.activation.mean),
    significant(layer.activation.deviation),
    formatPercent(Number(layer.activation.zeros)),
    ...units.map(({ text }) => text(layer.activation)),
    ...(followed
      ? [
          significant(layer.activationGradient),
          layer.parameters.map(({ key, gradient }) => `${key} ${significant(gradient)}`).join(', '),
        ]
      : []),
  ]);
  const gradients = followed ? ['‖∂E/∂a‖', measure.symbol ?? measure.label] : [];
  const head = [
    l10n.t('layer'),
    l10n.t('shape'),
    l10n.t('mean'),
    l10n.t('deviation'),
    l10n.t('zeros'),
    ...units.map(({ title }) => title),
    ...gradients,
  ];
  return [
    l10n.t(
      '{0} after {1} steps, {2}',
      `**${escapeMarkdown(network)}**`,
      formatInteger(step),
      escapeMarkdown(seen),
    ),
    ...countedLine(found).map(escapeMarkdown),
    markdownTable(head, rows),
    ...(found.neurons ?? []).flatMap((neurons) => [
      escapeMarkdown(neuronLine(found, neurons)),
      markdownTable(
        neuronColumns().map(({ title }) => title),
        neuronRows(neurons),
      ),
    ]),
  ].join('\n\n');
}
