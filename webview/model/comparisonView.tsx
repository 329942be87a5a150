import * as l10n from '@vscode/l10n';
import type { ComparedTensor, ModelComparison, ModelState } from '../../src/views/model';
import { formatInteger, formatShape, significant } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Fact, Facts, Notice } from '../ui/status';
import { ProgressRing } from '../ui/toolkit';

/** Rows of a table that are drawn; all of them are saved. */
const mostRows = 200;

interface ComparisonViewProps {
  readonly file: string;
  readonly comparison: NonNullable<ModelState['comparison']>;
}

/** The model beside another: structure and weights. */
export function ComparisonView({ file, comparison }: ComparisonViewProps) {
  const { other } = comparison;
  return (
    <section aria-label={l10n.t('Comparison')}>
      <h3>{l10n.t('{0} and {1}', file, other)}</h3>
      {comparison.state === 'working' && (
        <ProgressRing label={l10n.t('Comparing with {0}', other)} />
      )}
      {comparison.state === 'failed' && <Notice kind="error" {...comparison.problem} />}
      {comparison.state === 'done' && <Compared {...{ file, other }} found={comparison.result} />}
    </section>
  );
}

interface ComparedProps {
  readonly file: string;
  readonly other: string;
  readonly found: ModelComparison;
}

function Compared({ file, other, found }: ComparedProps) {
  const { alike, onlyFirst, onlySecond, changed, tensors } = found;
  const rows = changed.flatMap(({ name, differences }) =>
    differences.map((difference) => ({ name, ...difference })),
  );
  const only = [
    ...onlyFirst.map((node) => ({ ...node, where: file })),
    ...onlySecond.map((node) => ({ ...node, where: other })),
  ];
  const lost = [
    ...found.tensorsOnlyFirst.map((name) => ({ name, where: file })),
    ...found.tensorsOnlySecond.map((name) => ({ name, where: other })),
  ];
  const same = tensors.filter(({ difference }) => difference === 0).length;
  return (
    <>
      <Facts>
        <Fact label={l10n.t('nodes alike')}>{formatInteger(alike)}</Fact>
        <Fact label={l10n.t('nodes that differ')}>{formatInteger(changed.length)}</Fact>
        <Fact label={l10n.t('nodes in one only')}>{formatInteger(only.length)}</Fact>
        <Fact label={l10n.t('tensors alike')}>{formatInteger(same)}</Fact>
        <Fact label={l10n.t('tensors that differ')}>{formatInteger(tensors.length - same)}</Fact>
        <Fact label={l10n.t('tensors in one only')}>{formatInteger(lost.length)}</Fact>
      </Facts>
      {only.length > 0 && (
        <DataTable
          caption={l10n.t('Nodes in one model only')}
          rows={only.slice(0, mostRows)}
          rowKey={(_, index) => index}
          whole={() => ({
            titles: [l10n.t('Node'), l10n.t('Operator'), l10n.t('Only in')],
            rows: only.map(({ name, operator, where }) => [name, operator, where]),
          })}
          columns={[
            { title: l10n.t('Node'), cell: ({ name }) => name },
            { title: l10n.t('Operator'), cell: ({ operator }) => operator },
            { title: l10n.t('Only in'), cell: ({ where }) => where },
          ]}
        />
      )}
      {rows.length > 0 && (
        <DataTable
          caption={l10n.t('Nodes that differ')}
          rows={rows.slice(0, mostRows)}
          rowKey={(_, index) => index}
          whole={() => ({
            titles: [l10n.t('Node'), l10n.t('What'), file, other],
            rows: rows.map(({ name, what, first, second }) => [name, what, first, second]),
          })}
          columns={[
            { title: l10n.t('Node'), cell: ({ name }) => name },
            { title: l10n.t('What'), cell: ({ what }) => what },
            { title: file, wide: true, cell: ({ first }) => <code>{first || '–'}</code> },
            // Two copies of one model are called alike.
            {
              title: other === file ? l10n.t('{0} (2)', other) : other,
              wide: true,
              cell: ({ second }) => <code>{second || '–'}</code>,
            },
          ]}
        />
      )}
      <TensorTable tensors={tensors} />
      {lost.length > 0 && (
        <DataTable
          caption={l10n.t('Tensors in one model only')}
          rows={lost.slice(0, mostRows)}
          rowKey={(_, index) => index}
          whole={() => ({
            titles: [l10n.t('Tensor'), l10n.t('Only in')],
            rows: lost.map(({ name, where }) => [name, where]),
          })}
          columns={[
            { title: l10n.t('Tensor'), cell: ({ name }) => name },
            { title: l10n.t('Only in'), cell: ({ where }) => where },
          ]}
        />
      )}
    </>
  );
}

/** How far apart two tensors are, by the norm of the first. */
const relative = ({ norm, difference }: ComparedTensor): number | undefined =>
  difference === undefined || norm === undefined
    ? undefined
    : difference === 0
      ? 0
      : difference / (norm || Number.MIN_VALUE);

/** Weights, those that differ most first. */
function TensorTable({ tensors }: { readonly tensors: readonly ComparedTensor[] }) {
  const rank = (tensor: ComparedTensor) => relative(tensor) ?? Infinity;
  const rows = [...tensors].sort((a, b) => rank(b) - rank(a));
  const shapes = ({ shape, otherShape }: ComparedTensor) =>
    otherShape ? `${formatShape(shape)} / ${formatShape(otherShape)}` : formatShape(shape);
  const names = ({ name, other }: ComparedTensor) =>
    other === undefined ? name : `${name} / ${other}`;
  return (
    <DataTable
      caption={l10n.t('Weights: norm, and norm of the difference')}
      rows={rows.slice(0, mostRows)}
      rowKey={(_, index) => index}
      whole={() => ({
        titles: [
          ...[l10n.t('Tensor'), l10n.t('Shape'), l10n.t('Norm')],
          ...[l10n.t('Difference'), l10n.t('Relative')],
        ],
        rows: rows.map((row) => [names(row), shapes(row), row.norm, row.difference, relative(row)]),
      })}
      columns={[
        { title: l10n.t('Tensor'), cell: names },
        { title: l10n.t('Shape'), numeric: true, wide: true, cell: shapes },
        { title: l10n.t('Norm'), numeric: true, cell: ({ norm }) => significant(norm) },
        {
          title: l10n.t('Difference'),
          numeric: true,
          cell: ({ difference }) => significant(difference),
        },
        { title: l10n.t('Relative'), numeric: true, cell: (row) => significant(relative(row)) },
      ]}
    />
  );
}
