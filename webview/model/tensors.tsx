import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { DescribedTensor, ModelDescription } from '../../src/views/model';
import { elements } from '../../src/shape/elements';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { DataTable } from '../ui/dataTable';
import { TensorNumbers } from './tensorNumbers';

/** Rows that are drawn at once; the search finds the others. */
const mostRows = 200;

interface Row {
  readonly tensor: DescribedTensor;
  /** Its place in the description. */
  readonly index: number;
}

/** The tensors that the file stores; their numbers are looked at one by one. */
export function Tensors({ model: { tensors, counts } }: { readonly model: ModelDescription }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<number>();
  const wanted = text.toLowerCase();
  const rows = tensors
    .map((tensor, index): Row => ({ tensor, index }))
    .filter(({ tensor: { name, type } }) => `${name} ${type}`.toLowerCase().includes(wanted));
  const shown = rows.slice(0, mostRows);
  const tensor = chosen === undefined ? undefined : tensors[chosen];
  return (
    <section class="dnn-tensors" aria-label={l10n.t('Tensors')}>
      <div class="dnn-toolbar">
        <input
          class="dnn-field"
          type="text"
          aria-label={l10n.t('Find tensors')}
          placeholder={l10n.t('Find tensors')}
          value={text}
          onInput={({ currentTarget }) => setText(currentTarget.value)}
        />
        <span class="dnn-muted" role="status">
          {l10n.t('{0} of {1} shown', formatInteger(shown.length), formatInteger(counts.tensors))}
        </span>
      </div>
      {tensor && chosen !== undefined && (
        <section class="dnn-layer-details" aria-label={l10n.t('Details of {0}', tensor.name)}>
          <span class="dnn-chart-title">{tensor.name}</span>
          <TensorNumbers tensor={tensor} index={chosen} />
        </section>
      )}
      <DataTable
        caption={l10n.t('Tensors')}
        hideCaption
        rows={shown}
        rowKey={({ index }) => index}
        columns={[
          {
            title: l10n.t('Name'),
            order: ({ tensor: { name } }) => name,
            cell: ({ tensor: { name }, index }) => (
              <button
                type="button"
                class="dnn-link"
                aria-pressed={index === chosen}
                onClick={() => setChosen(index === chosen ? undefined : index)}
              >
                {name || l10n.t('(no name)')}
              </button>
            ),
          },
          { title: l10n.t('Type'), cell: ({ tensor: { type } }) => type },
          {
            title: l10n.t('Shape'),
            numeric: true,
            wide: true,
            cell: ({ tensor: { shape } }) => formatShape(shape),
          },
          {
            title: l10n.t('Numbers'),
            numeric: true,
            order: ({ tensor: { shape } }) => elements(shape),
            cell: ({ tensor: { shape } }) => formatInteger(elements(shape)),
          },
          { title: l10n.t('File'), cell: ({ tensor: { file } }) => file ?? '' },
        ]}
      />
    </section>
  );
}
