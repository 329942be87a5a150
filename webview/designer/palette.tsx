import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Design, DesignItem } from '../../src/designer/design';
import type { PaletteItem } from '../../src/designer/palette';
import { Disclosure } from '../ui/disclosure';
import { moveFocus } from '../ui/roving';
import type { Actions } from './actions';
import { dragType } from './drag';

interface PaletteProps {
  readonly palette: Design['palette'];
  readonly selected: DesignItem | undefined;
  readonly actions: Actions;
  readonly onInsert: (text: string) => void;
}

/** What can be put into a network: a click or Enter puts it behind what is selected, a drag where it is dropped. */
export function Palette({ palette, selected, actions, onInsert }: PaletteProps) {
  const [wanted, setWanted] = useState('');
  const words = wanted.trim().toLowerCase().split(/\s+/);
  const matching = (items: readonly PaletteItem[]) =>
    items.filter(({ word, summary, family }) => {
      const text = `${word} ${summary} ${family ?? ''}`.toLowerCase();
      return words.every((each) => text.includes(each));
    });
  const activate = ({ word, text }: PaletteItem) => {
    const takes = selected?.kind === 'layer' || selected?.kind === 'branch';
    if (takes && palette.activations.some((each) => each.word === word))
      actions.edit({ kind: 'setActivations', at: selected.path, text });
    else onInsert(text);
  };
  const groups = groupsOf(palette)
    .map(({ title, items }) => ({ title, items: matching(items) }))
    .filter(({ items }) => items.length > 0);
  const [first] = groups;
  return (
    <section class="dnn-palette" aria-label={l10n.t('Palette')}>
      <input
        class="dnn-field-input"
        type="search"
        aria-label={l10n.t('Search layers')}
        placeholder={l10n.t('Search layers')}
        value={wanted}
        data-field="palette"
        onInput={(event) => setWanted(event.currentTarget.value)}
        onKeyDown={(event) => {
          const best =
            first?.items.find(({ word }) => word === wanted.trim()) ?? first?.items.at(0);
          if (event.key === 'Enter' && best && wanted.trim() !== '') {
            activate(best);
            setWanted('');
          }
        }}
      />
      {groups.map(({ title, items }, i) => (
        <Disclosure key={`${title} ${wanted !== ''}`} summary={title} open={wanted !== '' || i < 3}>
          {() => <Items items={items} onActivate={activate} />}
        </Disclosure>
      ))}
      {groups.length === 0 && <p class="dnn-muted">{l10n.t('Nothing is called that.')}</p>}
    </section>
  );
}

function Items({
  items,
  onActivate,
}: {
  readonly items: readonly PaletteItem[];
  readonly onActivate: (item: PaletteItem) => void;
}) {
  return (
    <ul class="dnn-palette-items">
      {items.map((item) => (
        <li key={item.word}>
          <button
            type="button"
            class={`dnn-palette-item dnn-family-${item.family ?? 'other'}`}
            draggable
            title={`${item.summary}\n${item.text}`}
            onClick={() => onActivate(item)}
            onDragStart={(event) => event.dataTransfer?.setData(dragType, item.text)}
            onKeyDown={(event) => {
              const list = event.currentTarget.closest('ul');
              moveFocus(event, [...(list?.querySelectorAll('button') ?? [])]);
            }}
          >
            {item.word}
          </button>
        </li>
      ))}
    </ul>
  );
}

function groupsOf({ blocks, structure, layers, activations }: Design['palette']) {
  const titles: Readonly<Record<string, string>> = {
    convolution: l10n.t('Convolution'),
    dense: l10n.t('Dense'),
    pooling: l10n.t('Pooling'),
    recurrent: l10n.t('Recurrent'),
    regularization: l10n.t('Normalization and regularization'),
    reshape: l10n.t('Shape'),
  };
  const families = Object.entries(titles).map(([family, title]) => ({
    title,
    items: layers.filter((item) => item.family === family),
  }));
  return [
    { title: l10n.t('Blocks of this notebook'), items: blocks },
    ...families,
    {
      title: l10n.t('Other layers'),
      items: layers.filter(({ family }) => family === undefined || !(family in titles)),
    },
    { title: l10n.t('Activations'), items: activations },
    { title: l10n.t('Branches, repeats, outputs'), items: structure },
  ].filter(({ items }) => items.length > 0);
}
