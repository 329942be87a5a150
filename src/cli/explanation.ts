import type { Explanation } from '../compute/protocol/explanation';
import { formatPercent, formatShape, significant } from '../text/numbers';
import { bar } from '../views/bar';
import { table, type Column } from '../views/table';

interface Styles {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly accent: (text: string) => string;
}

const number = (title: string): Column => ({ title, align: 'right' });
const share = (fraction: number): string => formatPercent(fraction, 1);
const rate = (gflops: number | undefined): string =>
  gflops === undefined ? '' : significant(gflops);
const ms = (milliseconds: number): string => (milliseconds === 0 ? '' : milliseconds.toFixed(3));
/** What belongs to no layer: what is pursued, norms over all parameters together. */
const noLayer = '(no layer)';
const noRole = 'added by the runtime';

/** An explained training step as text of at most 100 columns, with the slowest nodes. */
export function explanationText(found: Explanation, nodes: number, styles: Styles): string {
  const shown = Math.min(nodes, found.nodes.length);
  const sections: readonly (readonly [string, string])[] = [
    [`By role`, roleTable(found, styles)],
    ['By layer, ms', layerTable(found, styles)],
    ['By operator', operatorTable(found, styles)],
    [`The ${shown} slowest of ${found.nodes.length} nodes`, nodeTable(found, shown, styles)],
  ];
  return [
    heading(found, styles),
    ...sections
      .slice(0, shown > 0 ? undefined : -1)
      .map(([title, text]) => `${styles.strong(title)}\n${text}`),
  ].join('\n\n');
}

function heading(found: Explanation, { strong, faint }: Styles): string {
  const { network, device, batch, milliseconds, profiled, steps, gflops, ceiling, random } = found;
  const part = ceiling === undefined ? '' : `, ${share(gflops / ceiling)} of a matrix product’s`;
  const lines = [
    `${strong(network)} on ${device}: a step of ${batch} samples takes ${significant(milliseconds)} ms`,
    `${significant(gflops)} GFLOP/s${part}${ceiling === undefined ? '' : ` ${significant(ceiling)}`}`,
    faint(`profiled: ${significant(profiled)} ms in the nodes of one step, mean of ${steps}`),
    passesText(found),
  ];
  if (random !== undefined) lines.push(faint(`Timed on random samples: ${random}`));
  if (device !== 'cpu')
    lines.push(faint('Times are measured on the host; a GPU computes asynchronously.'));
  return lines.join('\n');
}

/** `332 nodes, 264 after the passes: foldConstants −12, …`, wrapped. */
function passesText({ nodesBefore, passes }: Explanation): string {
  const after = passes.at(-1)?.nodes ?? nodesBefore;
  const changes = passes.map(({ pass, nodes }, i) => {
    const change = nodes - (passes[i - 1]?.nodes ?? nodesBefore);
    return `${pass} ${change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0'}`;
  });
  const words = [
    `${nodesBefore} nodes, ${after} after the passes:`,
    ...changes.join(', ').split(', '),
  ];
  if (changes.length === 0) return `${nodesBefore} nodes, no passes`;
  const lines: string[] = [];
  words.forEach((word, i) => {
    const text = i > 0 && i < words.length - 1 ? `${word},` : word;
    const longer = `${lines.at(-1)} ${text}`;
    if (lines.length === 0 || longer.length > 96)
      lines.push(lines.length === 0 ? text : `  ${text}`);
    else lines[lines.length - 1] = longer;
  });
  return lines.join('\n');
}

const barColumn = ({ accent }: Styles): Column => ({ title: '', mark: accent });

function roleTable({ roles }: Explanation, styles: Styles): string {
  return table(
    [{ title: 'role' }, number('nodes'), number('ms'), number('share'), barColumn(styles)],
    roles.map(({ role, count, milliseconds, share: part }) => [
      role ?? noRole,
      String(count),
      ms(milliseconds),
      share(part),
      bar(part),
    ]),
    styles.faint,
  );
}

function layerTable({ layers }: Explanation, styles: Styles): string {
  const titles = ['forward', 'gradient', 'update', 'watching', 'all', 'share'];
  return table(
    [{ title: 'layer' }, ...titles.map(number), barColumn(styles)],
    layers.map(({ layer, roles, milliseconds, share: part }) => [
      shortened(layer ?? noLayer, 24),
      ms(roles.forward),
      ms(roles.gradient),
      ms(roles.update),
      ms(roles.watching),
      ms(milliseconds),
      share(part),
      bar(part, 16),
    ]),
    styles.faint,
  );
}

function operatorTable({ operators, ceiling }: Explanation, styles: Styles): string {
  return table(
    [
      { title: 'operator' },
      number('nodes'),
      number('ms'),
      number('share'),
      number('GFLOP/s'),
      number('of a product'),
      barColumn(styles),
    ],
    operators.map(({ operator, count, milliseconds, share: part, gflops }) => [
      operator,
      String(count),
      ms(milliseconds),
      share(part),
      rate(gflops),
      ofCeiling(gflops, ceiling),
      bar(part),
    ]),
    styles.faint,
  );
}

function nodeTable({ nodes, ceiling }: Explanation, count: number, styles: Styles): string {
  return table(
    [
      number('ms'),
      number('share'),
      { title: 'operator' },
      { title: 'layer' },
      { title: 'role' },
      { title: 'shape' },
      number('GFLOP/s'),
      number('of a product'),
    ],
    nodes
      .slice(0, count)
      .map((node) => [
        ms(node.milliseconds),
        share(node.share),
        shortened(node.operator, 18),
        shortened(node.layer ?? noLayer, 14),
        node.role ?? '',
        formatShape(node.outputs[0] ?? []),
        rate(node.gflops),
        ofCeiling(node.gflops, ceiling),
      ]),
    styles.faint,
  );
}

const ofCeiling = (gflops: number | undefined, ceiling: number | undefined): string =>
  gflops === undefined || ceiling === undefined ? '' : share(gflops / ceiling);

const shortened = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1)}…`;
