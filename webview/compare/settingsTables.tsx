import type { Comparison } from '../../src/views/comparison';
import type { ComparedRow } from '../../src/runs/compare';
import { csv } from '../../src/text/csv';
import { counted } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';
import { CopyTable } from './copyTable';

/** Settings and scores run by run: those that differ, and folded away those that are alike. */
export function SettingsTables({
  comparison: { runs, rows },
}: {
  readonly comparison: Comparison;
}) {
  const differing = rows.filter(({ differs }) => differs);
  const alike = rows.filter(({ differs }) => !differs);
  const text = () =>
    csv([
      ['', ...runs.map(({ name }) => name)],
      ...rows.map(({ name, values }) => [name, ...values]),
    ]);
  return (
    <section aria-label="Settings and scores">
      <DataTable
        caption="Settings and scores that differ"
        rows={differing}
        rowKey={({ name }) => name}
        columns={[
          { title: 'What', cell: ({ name }) => name },
          ...runs.map(({ name }, i) => ({
            title: name,
            cell: ({ values }: ComparedRow) => String(values[i] ?? '–'),
          })),
        ]}
      />
      <CopyTable text={text} />
      <Disclosure summary={`${counted(alike.length, 'row')} alike`}>
        {() => (
          <DataTable
            caption="Alike in all runs"
            hideCaption
            rows={alike}
            rowKey={({ name }) => name}
            columns={[
              { title: 'What', cell: ({ name }) => name },
              { title: 'Value', cell: ({ values }) => String(values[0] ?? '–') },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}
