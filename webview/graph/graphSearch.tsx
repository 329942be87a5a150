import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconButton } from '../ui/iconButton';
import type { LayerSearch } from './useSearch';

/** The field to look for layers in, over a corner of the graph; Enter goes to the next, Escape closes it. */
export function GraphSearch({ search }: { readonly search: LayerSearch }) {
  const field = useRef<HTMLInputElement>(null);
  const { text, found, current, opened } = search;
  useLayoutEffect(() => field.current?.select(), [opened]);
  const told =
    text === ''
      ? ''
      : found.length === 0
        ? l10n.t('No results')
        : current === undefined
          ? l10n.t('{0} found', found.length)
          : l10n.t('{0} of {1}', current + 1, found.length);
  return (
    <div
      class="dnn-graph-search"
      role="search"
      onKeyDown={(event) => {
        if (event.key === 'Enter') search.go(event.shiftKey ? -1 : 1);
        else if (event.key === 'Escape') search.close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <input
        ref={field}
        type="text"
        aria-label={l10n.t('Find layers by name or operator')}
        placeholder={l10n.t('Find layers')}
        value={text}
        onInput={({ currentTarget }) => search.look(currentTarget.value)}
      />
      <span class="dnn-muted" role="status">
        {told}
      </span>
      <IconButton
        icon="chevron-up"
        label={l10n.t('Previous layer')}
        title={l10n.t('Previous layer (Shift+Enter)')}
        disabled={found.length === 0}
        onClick={() => search.go(-1)}
      />
      <IconButton
        icon="chevron-down"
        label={l10n.t('Next layer')}
        title={l10n.t('Next layer (Enter)')}
        disabled={found.length === 0}
        onClick={() => search.go(1)}
      />
      <IconButton icon="close" label={l10n.t('Close the search')} onClick={search.close} />
    </div>
  );
}
