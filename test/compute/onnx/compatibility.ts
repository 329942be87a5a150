import { type Consumer, type Verdicts } from './consumers';
import { type Defect, defectOf, defects } from './defects';
import type { Case } from './exported';

/** `docs/onnx-compatibility.md`: which program reads which layer. */

/** What a consumer made of all cases. */
export interface Column {
  readonly consumer: Consumer;
  readonly verdicts: Verdicts;
}

/** Failures that no defect of the consumer explains. */
export const unexplained = ({ consumer, verdicts }: Column, cases: readonly Case[]): string[] =>
  verdicts.problems.flatMap((problem, i) =>
    problem === undefined || defectOf(consumer.name, cases[i])
      ? []
      : [`${cases[i].name}: ${problem}`],
  );

/** The table's cells of a consumer: `yes`, or `no` with the number of the reason. */
export const cellsOf = ({ consumer, verdicts }: Column, cases: readonly Case[]): string[] =>
  verdicts.problems.map((problem, i) => {
    if (problem === undefined) return 'yes';
    const defect = defectOf(consumer.name, cases[i]);
    return defect ? `no (${defects.indexOf(defect) + 1})` : 'no';
  });

export function compatibilityPage(columns: readonly Column[], cases: readonly Case[]): string {
  const cells = columns.map((column) => cellsOf(column, cases));
  const head = ['Network', ...columns.map(({ consumer, verdicts }) => titleOf(consumer, verdicts))];
  const rows = cases.map(({ name }, i) => [name, ...cells.map((column) => column[i])]);
  return `# Who reads exported files

For every kind of layer a small network with random parameters is exported, and read by programs that were not written here. \`yes\`: it
computes for one sample and for three what ONNX Runtime does, to 10⁻⁴. The checker looks at the file alone: strictly, with the shapes of all
values.

\`npm run compatibility\` writes this page; \`test/compute/onnx/compatibility.test.ts\` fails where a cell is not so.

${table(head, rows)}

## What fails

These are defects of the reader: for each, \`test/peers/defects.py\` makes the smallest file that shows it, with ONNX's own helper.

${defects.map((defect, i) => `${i + 1}. ${reasonOf(defect, columns)}`).join('\n')}
`;
}

const titleOf = ({ title }: Consumer, { version }: Verdicts): string => `${title} ${version}`;

function reasonOf({ consumer, defect }: Defect, columns: readonly Column[]): string {
  const title = columns.find((one) => one.consumer.name === consumer)?.consumer.title ?? consumer;
  return `${title}: ${defect}.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The column of a consumer in the page as it is; undefined where it has none of this version. */
export function columnIn(
  page: string,
  consumer: Consumer,
  verdicts: Verdicts,
): readonly string[] | undefined {
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.slice(2, -2).split(' | '));
  const place = rows[0]?.indexOf(titleOf(consumer, verdicts)) ?? -1;
  return place < 0 ? undefined : rows.slice(2).map((row) => row[place]);
}
