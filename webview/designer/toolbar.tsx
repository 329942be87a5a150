import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Path } from '../../src/designer/chain';
import type { DesignerState } from '../../src/views/designer';
import { IconButton } from '../ui/iconButton';
import { Select } from '../ui/select';
import type { Actions } from './actions';
import { post } from './host';
import { itemAt, type Selection } from './selection';

interface ToolbarProps {
  readonly state: DesignerState;
  readonly selection: Selection | undefined;
  readonly actions: Actions;
  readonly connecting: Path | undefined;
  readonly onConnect: () => void;
}

/** Which network or block is shown, and what can be done to what is selected in it. */
export function Toolbar({ state, selection, actions, connecting, onConnect }: ToolbarProps) {
  const { design } = state;
  const [naming, setNaming] = useState(false);
  if (!design?.owner) return null;
  const { owners, owner, palette, items, form } = design;
  const key = ({ kind, name }: typeof owner) => `${kind} ${name}`;
  const item = selection && itemAt(items, selection.first);
  const none = !item;
  const isOperator = item?.kind === 'layer' || item?.kind === 'branch';
  return (
    <header class="dnn-designer-toolbar" role="toolbar" aria-label={l10n.t('Designer')}>
      <Select
        label={l10n.t('Network or block')}
        value={key(owner)}
        options={owners.map((each) => ({
          value: key(each),
          text: each.kind === 'block' ? l10n.t('block {0}', each.name) : each.name,
        }))}
        onChange={(value) => {
          const next = owners.find((each) => key(each) === value);
          if (next) post({ type: 'owner', owner: next });
        }}
      />
      <IconButton icon="undo" label={l10n.t('Undo')} onClick={() => post({ type: 'undo' })} />
      <IconButton icon="redo" label={l10n.t('Redo')} onClick={() => post({ type: 'redo' })} />
      <span class="dnn-designer-gap" />
      <IconButton
        icon="arrow-up"
        label={l10n.t('Move Up')}
        disabled={none}
        onClick={() => actions.move(-1)}
      />
      <IconButton
        icon="arrow-down"
        label={l10n.t('Move Down')}
        disabled={none}
        onClick={() => actions.move(1)}
      />
      <IconButton
        icon="copy"
        label={l10n.t('Duplicate')}
        disabled={none}
        onClick={actions.duplicate}
      />
      <IconButton icon="trash" label={l10n.t('Delete')} disabled={none} onClick={actions.remove} />
      <span class="dnn-designer-gap" />
      <IconButton
        icon="git-merge"
        label={connecting ? l10n.t('Cancel Connecting') : l10n.t('Connect To…')}
        disabled={none}
        onClick={onConnect}
      />
      {isOperator && (
        <Select
          label={l10n.t('Wrap')}
          value=""
          options={[
            { value: '', text: l10n.t('Wrap in…') },
            ...palette.structure
              .filter(({ word }) => word !== 'output')
              .map(({ word }) => ({ value: word, text: word })),
          ]}
          onChange={(word) => {
            if (word !== '') actions.wrap(word);
          }}
        />
      )}
      {(item?.kind === 'repeat' || item?.kind === 'branch') && (
        <IconButton
          icon="fold-up"
          label={l10n.t('Unwrap')}
          onClick={() => actions.edit({ kind: 'unwrap', at: item.path })}
        />
      )}
      {form?.block !== undefined && item && (
        <>
          <IconButton
            icon="expand-all"
            label={l10n.t('Inline Block')}
            onClick={() => actions.edit({ kind: 'inlineBlock', at: item.path })}
          />
          <IconButton
            icon="edit"
            label={l10n.t('Edit Block {0}', form.block)}
            onClick={() =>
              post({ type: 'owner', owner: { kind: 'block', name: form.block ?? '' } })
            }
          />
        </>
      )}
      {item && item.kind !== 'input' && !naming && (
        <IconButton
          icon="symbol-module"
          label={l10n.t('Extract Block…')}
          onClick={() => setNaming(true)}
        />
      )}
      {naming && selection && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const field = event.currentTarget.elements.namedItem('name');
            const name = field instanceof HTMLInputElement ? field.value.trim() : '';
            if (name !== '') actions.edit({ kind: 'extractBlock', group: selection, name });
            setNaming(false);
          }}
        >
          <input
            class="dnn-field-input"
            name="name"
            aria-label={l10n.t('Name of the block')}
            placeholder={l10n.t('Name of the block')}
            ref={(element) => element?.focus()}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setNaming(false);
            }}
          />
        </form>
      )}
      {item && (
        <IconButton
          icon="go-to-file"
          label={l10n.t('Show in Notebook')}
          onClick={() => post({ type: 'reveal', path: item.path })}
        />
      )}
    </header>
  );
}
