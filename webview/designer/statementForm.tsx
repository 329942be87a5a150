import * as l10n from '@vscode/l10n';
import type { Design } from '../../src/designer/design';
import type { CallForm } from '../../src/designer/callForm';
import { withCode } from '../ui/status';
import type { Actions } from './actions';
import { CodeField } from './codeField';
import { ArgumentField, TextField } from './fields';
import { ProblemNotice } from './problemNotice';
import type { Selection } from './selection';

interface StatementFormProps {
  readonly design: Design;
  readonly selection: Selection | undefined;
  readonly actions: Actions;
}

/** What is selected as a form: its name, its arguments, its activations; or its text as it is written. */
export function StatementForm({ design, selection, actions }: StatementFormProps) {
  const { form } = design;
  if (!form || !selection)
    return (
      <section class="dnn-form" aria-label={l10n.t('Properties')}>
        <p class="dnn-muted">
          {l10n.t('Select a layer to see and change what it is, or add one from the palette.')}
        </p>
      </section>
    );
  const at = form.path;
  const { call, activations } = form;
  const isOperator = form.kind === 'layer' || form.kind === 'branch';
  return (
    <section class="dnn-form" aria-label={l10n.t('Properties')} key={at.join()}>
      <h2>{call?.word ?? form.kind}</h2>
      {call && <p class="dnn-muted">{withCode(call.summary)}</p>}
      {form.problem && <ProblemNotice problem={form.problem} />}
      {isOperator && (
        <TextField
          name="label"
          label={l10n.t('Name')}
          summary={l10n.t('Other lines, settings and exported models use it.')}
          value={form.label ?? ''}
          onChange={(label) =>
            actions.edit({ kind: 'setLabel', at, ...(label !== '' && { label }) })
          }
        />
      )}
      {form.shape !== undefined && (
        <TextField
          name="shape"
          label={form.kind === 'repeat' ? l10n.t('Count') : l10n.t('Sizes')}
          summary={
            form.kind === 'repeat'
              ? l10n.t('How many copies follow one another.')
              : l10n.t(
                  'Without the batch: channels, height, width; or steps, features; or a number of values.',
                )
          }
          value={form.shape}
          onChange={(text) => actions.edit({ kind: 'setShape', at, text })}
        />
      )}
      {call && <Arguments form={call} actions={actions} at={at} />}
      {activations && (
        <CodeField
          name="activations"
          label={l10n.t('Activations')}
          summary={l10n.t('What is applied to its output, in order: relu, or abs tanh.')}
          value={activations.text}
          suggestions={design.palette.activations.map(({ word }) => word)}
          isLine
          actions={actions}
          operation={(text) => ({ kind: 'setActivations', at, text })}
        />
      )}
      {activations?.calls
        .filter(({ fields }) => fields.length > 0)
        .map((each, activation) => (
          <fieldset key={activation}>
            <legend>{each.word}</legend>
            <Arguments form={each} actions={actions} at={at} activation={activation} />
          </fieldset>
        ))}
      {form.from && (
        <p class="dnn-form-from">
          {l10n.t('Reads')} <code>{form.from.join(', ')}</code>
        </p>
      )}
      {form.kind !== 'branch' && form.kind !== 'repeat' && (
        <CodeField
          name="text"
          label={l10n.t('As text')}
          summary={l10n.t('The line as it stands in the notebook.')}
          value={form.text}
          isLine
          actions={actions}
          operation={(text) => ({ kind: 'replace', at, text })}
        />
      )}
    </section>
  );
}

interface ArgumentsProps {
  readonly form: CallForm;
  readonly actions: Actions;
  readonly at: NonNullable<Design['form']>['path'];
  readonly activation?: number;
}

const Arguments = ({ form, actions, at, activation }: ArgumentsProps) => (
  <>
    {form.fields.map((field) => (
      <ArgumentField
        key={field.name}
        field={field}
        actions={actions}
        operation={(value) => ({
          kind: 'setArgument',
          at,
          ...(activation !== undefined && { activation }),
          parameter: field.name,
          ...(value !== '' && { value }),
        })}
      />
    ))}
  </>
);
