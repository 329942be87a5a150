import * as l10n from '@vscode/l10n';
import { DataTable } from '../ui/dataTable';
import { formatValue } from '../ui/format';
import { headName } from './headName';
import type { Reading } from './reading';
import { mostRead } from './shares';
import { stepName } from './steps';

/** Steps that the table lists, those that are read most first, and heads that have a column. */
const mostSteps = 100;
const mostHeads = 32;

/** What a step reads, in numbers. */
export function ReadTable({ reading: { steps, query, heads } }: { readonly reading: Reading }) {
  const [mean] = heads;
  if (!mean) return null;
  const caption = l10n.t('Shares of what step {0} reads', stepName(steps, query));
  return (
    <>
      <DataTable
        caption={caption}
        hideCaption
        rows={mostRead(mean.shares, mostSteps)}
        rowKey={(step) => step}
        columns={[
          { title: l10n.t('Step'), cell: (step) => stepName(steps, step), order: (step) => step },
          ...heads.slice(0, mostHeads + 1).map(({ head, shares }) => ({
            title: headName(head),
            numeric: true,
            cell: (step: number) => formatValue(shares[step] ?? NaN),
            order: (step: number) => shares[step],
          })),
        ]}
      />
      {(steps.count > mostSteps || heads.length > mostHeads + 1) && (
        <p class="dnn-muted">
          {l10n.t(
            'At most {0} steps, those that are read most, and {1} heads.',
            mostSteps,
            mostHeads,
          )}
        </p>
      )}
    </>
  );
}
