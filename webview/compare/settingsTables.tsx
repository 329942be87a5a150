import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../src/views/comparison';
import type { ComparedRow } from '../../src/runs/compare';
import { formatInteger, plural } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { Disclosure } from '../ui/disclosure';

/** Settings and scores run by run: those that differ, and folded away those that are alike. */
export function SettingsTables({
  comparison: { runs, rows },
}: {
  readonly comparison: Comparison;
}) {
  const differing = rows.filter(({ differs }) => differs);
  const alike = rows.filter(({ differs }) => !differs);
  const whole = () => ({
    titles: ['', ...runs.map(({ name }) => name)],
    rows: rows.map(({ name, values }) => [name, ...values]),
  });
  return (
    <section aria-label={l10n.t('Settings and scores')}>
      <DataTable
        caption={l10n.t('Settings and scores that differ')}
        rows={differing}
        whole={whole}
        rowKey={({ name }) => name}
        columns={[
          { title: l10n.t('What'), cell: ({ name }) => name },
          ...runs.map(({ name }, i) => ({
            title: name,
            cell: ({ values }: ComparedRow) => String(values[i] ?? '–'),
          })),
        ]}
      />
      <Disclosure
        summary={plural(
          alike.length,
          l10n.t('1 row alike'),
          l10n.t('{0} rows alike', formatInteger(alike.length)),
        )}
      >
        {() => (
          <DataTable
            caption={l10n.t('Alike in all runs')}
            hideCaption
            rows={alike}
            rowKey={({ name }) => name}
            columns={[
              { title: l10n.t('What'), cell: ({ name }) => name },
              { title: l10n.t('Value'), cell: ({ values }) => String(values[0] ?? '–') },
            ]}
          />
        )}
      </Disclosure>
    </section>
  );
}
