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
        `${neuronLine(found, neurons)}\n${table(neuronColumns, neuronRows(neurons), emphasize)}`,
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
      { title: 'layer' },
      { title: 'operator' },
      { title: 'shape' },
      { title: 'mean', align: 'right' },
      { title: 'deviation', align: 'right' },
      { title: 'zeros', align: 'right' },
      ...units.map(({ name }) => ({ title: name, align: 'right' }) as const),
      ...(followed ? [{ title: '‖∂E/∂a‖', align: 'right' } as const] : []),
    ],
    numbers,
    emphasize,
  );
}

/** Over which samples: nothing where an earlier version looked at one batch. */
const countedLine = (found: Inspection): string[] =>
  found.counted ? [`activations ${overSamples(found)}`] : [];

const neuronLine = (found: Inspection, { layer }: { readonly layer: string }): string =>
  `best neurons of ${layer} ${overSamples(found)}`;

/** `over all 10,000 samples of digits.test` */
function overSamples({ counted, sample }: Inspection): string {
  if (!counted) return '';
  const { split } = counted;
  const data = sample ? `${visible(sample.data)}.${split}` : split;
  return `over ${samplesCounted(counted)} samples of ${data}`;
}

function heading({ network, run, step, sample }: Inspection): string {
  const from = run === undefined ? 'freshly initialized' : `run ${run}, step ${step}`;
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
    : 'no sample';
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
    'layer',
    'shape',
    'mean',
    'deviation',
    'zeros',
    ...units.map(({ name }) => name),
    ...gradients,
  ];
  return [
    `**${escapeMarkdown(network)}** after ${formatInteger(step)} steps, ${escapeMarkdown(seen)}`,
    ...countedLine(found).map(escapeMarkdown),
    markdownTable(head, rows),
    ...(found.neurons ?? []).flatMap((neurons) => [
      escapeMarkdown(neuronLine(found, neurons)),
      markdownTable(
        neuronColumns.map(({ title }) => title),
        neuronRows(neurons),
      ),
    ]),
  ].join('\n\n');
}
