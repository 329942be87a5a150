import * as l10n from '@vscode/l10n';
import type { Activated } from '../../src/views/lookups';
import { DataTable, type Column } from '../ui/dataTable';
import { formatValue } from '../ui/format';
import { placed } from './activatingPictures';
import { decodeTensor } from './tensor';

/** Columns of a table that are shown beside what a unit gives. */
const mostColumns = 12;

interface ActivatingTableProps {
  readonly samples: readonly Activated[];
  /** Of the data, where they have names. */
  readonly columns: readonly { readonly name: string }[] | undefined;
  readonly onOpen: (sample: number) => void;
}

/** The samples that excite a unit most, a row for each, with the values of its columns where it is a row of a table. */
export function ActivatingTable({ samples, columns, onOpen }: ActivatingTableProps) {
  const [first] = samples;
  if (!first) return null;
  const shown: Column<Activated>[] = [
    {
      title: l10n.t('Sample'),
      cell: ({ sample }) => (
        <button type="button" class="dnn-link" onClick={() => onOpen(sample)}>
          {sample}
        </button>
      ),
    },
    { title: l10n.t('Output'), numeric: true, cell: ({ value }) => formatValue(value) },
  ];
  if (samples.some(({ label }) => label !== undefined))
    shown.push({ title: l10n.t('Label'), cell: ({ label }) => label });
  if (first.place.length > 0) shown.push({ title: l10n.t('Place'), cell: placed });
  if (samples.some(({ text }) => text !== undefined))
    shown.push({ title: l10n.t('Text'), cell: (sample) => <Text {...sample} /> });
  const width = first.input?.shape.length === 1 ? (first.input.shape[0] ?? 0) : 0;
  for (let column = 0; column < Math.min(width, mostColumns); column++)
    shown.push({
      title: columns?.[column]?.name ?? String(column),
      numeric: true,
      cell: ({ input }) => formatValue(input ? (decodeTensor(input)[column] ?? NaN) : NaN),
    });
  return (
    <DataTable
      caption={l10n.t('Samples with the greatest outputs')}
      hideCaption
      rows={samples}
      rowKey={({ sample }) => sample}
      columns={shown}
    />
  );
}

/** The sample as text, with the character of the step where the output is greatest. */
function Text({ text = '', place: [step] }: Activated) {
  const characters = [...text];
  if (step === undefined) return <code class="dnn-activating-text">{text}</code>;
  return (
    <code class="dnn-activating-text">
      {characters.slice(0, step).join('')}
      <mark>{characters[step]}</mark>
      {characters.slice(step + 1).join('')}
    </code>
  );
}
