import * as l10n from '@vscode/l10n';
import type { Design } from '../../src/designer/design';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/iconButton';
import { Select } from '../ui/select';
import type { Actions } from './actions';
import { ArgumentField } from './fields';
import { post } from './host';

interface StatementsProps {
  readonly design: Design;
  readonly actions: Actions;
}

/** What stands in the notebook beside its networks, to be chosen for a form; and what is missing of it. */
export function Statements({ design, actions }: StatementsProps) {
  const { lets, statements, verbs, settings, owner } = design;
  const network = owner?.kind === 'network' ? owner.name : undefined;
  const chosen = JSON.stringify(settings?.name);
  const has = (word: string) =>
    statements.some(
      ({ name }) => name.word === word && (word === 'data' || name.subject === network),
    );
  const add = (word: string) =>
    network !== undefined && actions.edit({ kind: 'addStatement', word, network });
  return (
    <section class="dnn-statements" aria-label={l10n.t('Notebook')}>
      <h2>{l10n.t('Notebook')}</h2>
      {lets.map((field) => (
        <ArgumentField
          key={field.name}
          field={field}
          label={field.label}
          actions={actions}
          operation={(value) => ({ kind: 'setLet', name: field.name, value })}
        />
      ))}
      {statements.map(({ name, text, severity }) => (
        <button
          key={JSON.stringify(name)}
          type="button"
          class={`dnn-statement dnn-outline-${severity ?? 'fine'}`}
          aria-pressed={JSON.stringify(name) === chosen}
          onClick={() => post({ type: 'choose', statement: name })}
        >
          {(severity === 'error' || severity === 'warning') && <Icon name={severity} />}
          <code>{text}</code>
        </button>
      ))}
      {network !== undefined && (
        <div class="dnn-statements-add">
          {!has('data') && (
            <IconButton icon="add" label={l10n.t('Add Data')} onClick={() => add('data')}>
              {l10n.t('Add Data')}
            </IconButton>
          )}
          {has('data') && !has('train') && (
            <IconButton icon="add" label={l10n.t('Add Training')} onClick={() => add('train')}>
              {l10n.t('Add Training')}
            </IconButton>
          )}
          <Select
            label={l10n.t('Add to the notebook')}
            value=""
            options={[
              { value: '', text: l10n.t('Add…') },
              ...['data', ...verbs.map(({ word }) => word)].map((word) => ({
                value: word,
                text: word,
              })),
            ]}
            onChange={(word) => word !== '' && add(word)}
          />
        </div>
      )}
    </section>
  );
}
