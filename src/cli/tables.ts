import type { Inspection } from '../compute/protocol';
import type { Measure, RunEvent } from '../runs/events';
import { visible } from '../text/visible';
import { measured } from './measures';
import { table } from './table';
import { bar, percent, significant } from './terminal';

type Emphasize = (text: string) => string;

/** A measure of parameters layer by layer: the norm over all parameters of a layer, with a bar, then each one's. */
export function layerTable(
  label: string,
  numbers: readonly { readonly key: string; readonly value: number | string }[],
  emphasize: Emphasize,
): string {
  const layers = new Map<string, { name: string; value: number }[]>();
  for (const { key, value: text } of numbers) {
    const dot = key.lastIndexOf('.');
    // A name from a model's file may have no layer in it.
    const [layer, name] = dot < 0 ? [key, key] : [key.slice(0, dot), key.slice(dot + 1)];
    layers.set(layer, [...(layers.get(layer) ?? []), { name, value: Number(text) }]);
  }
  const norms = new Map([...layers].map(([layer, parts]) => [layer, norm(parts)]));
  const largest = Math.max(...[...norms.values()].filter(Number.isFinite));
  return table(
    [
      { title: 'layer' },
      { title: label, align: 'right' },
      { title: '' },
      { title: 'of which' },
    ],
    [...layers].map(([layer, parts]) => [
      layer,
      significant(norms.get(layer)),
      bar(norms.get(layer)! / largest).padEnd(24),
      parts.map(({ name, value }) => `${name} ${significant(value)}`).join('  '),
    ]),
    emphasize,
  );
}

const norm = (parts: readonly { value: number }[]): number =>
  Math.hypot(...parts.map(({ value }) => value));

/** The tables of an inspection that are wanted; none named means all. */
export interface InspectionTables {
  readonly gradients?: boolean;
  readonly activations?: boolean;
}

/** What an inspection found, as text. */
export function inspectionText(
  found: Inspection,
  wanted: InspectionTables,
  emphasize: Emphasize,
): string {
  const all = !wanted.gradients && !wanted.activations;
  const tables = [
    heading(found),
    ...(all || wanted.activations ? [activationTable(found, emphasize)] : []),
    ...(all || wanted.gradients
      ? [
          layerTable(
            '‖∂E/∂w‖₂',
            found.layers.flatMap(({ parameters }) =>
              parameters.flatMap(({ key, gradient }) =>
                gradient === undefined ? [] : [{ key, value: gradient }],
              ),
            ),
            emphasize,
          ),
        ]
      : []),
  ];
  return tables.join('\n\n');
}

function activationTable(found: Inspection, emphasize: Emphasize): string {
  const numbers = found.layers.map((layer) => [
    layer.layer,
    layer.operator,
    `[${layer.shape.join(', ')}]`,
    significant(layer.activation.mean),
    significant(layer.activation.deviation),
    typeof layer.activation.zeros === 'number' ? percent(layer.activation.zeros) : '',
    significant(layer.activationGradient),
  ]);
  return table(
    [
      { title: 'layer' },
      { title: 'operator' },
      { title: 'shape' },
      { title: 'mean', align: 'right' },
      { title: 'deviation', align: 'right' },
      { title: 'zeros', align: 'right' },
      { title: '‖∂E/∂a‖', align: 'right' },
    ],
    numbers,
    emphasize,
  );
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

/** Scores of the splits at the end of a training. */
export function scoreTable(
  done: Extract<RunEvent, { event: 'done' }>,
  measures: readonly Measure[],
  emphasize: Emphasize,
): string {
  const splits = (['train', 'validation', 'test'] as const).filter((split) => done[split]);
  const told = measures.filter(({ name }) =>
    splits.some((split) => done[split]?.[name] !== undefined),
  );
  return table(
    [
      { title: 'split' },
      ...told.map(({ label }) => ({ title: label, align: 'right' as const })),
    ],
    splits.map((split) => [
      split,
      ...told.map((measure) => measured(measure, done[split]?.[measure.name], 4)),
    ]),
    emphasize,
  );
}
