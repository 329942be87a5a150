import './forms.css';
import * as l10n from '@vscode/l10n';
import type {
  SettingForm,
  SettingsList,
  StatementSettings,
} from '../../src/designer/settings/form';
import { Disclosure } from '../ui/disclosure';
import { IconButton } from '../ui/iconButton';
import { withCode } from '../ui/status';
import type { Actions } from './actions';
import { CodeField } from './codeField';
import { ArgumentField } from './fields';
import { FieldFrame } from './fieldFrame';
import { post } from './host';
import { ProblemNotice } from './problemNotice';

interface SettingsFormProps {
  readonly settings: StatementSettings;
  readonly actions: Actions;
}

/** `data`, `train` or the like as a form: what is set, and what may be. */
export function SettingsForm({ settings, actions }: SettingsFormProps) {
  const { name, summary, clauses, list, problems } = settings;
  return (
    <section class="dnn-form" aria-label={l10n.t('Properties')} key={JSON.stringify(name)}>
      <div class="dnn-setting-head">
        <h2>
          {name.word} {name.subject}
        </h2>
        <IconButton
          icon="play"
          label={l10n.t('Run')}
          onClick={() => post({ type: 'run', statement: name })}
        >
          {l10n.t('Run')}
        </IconButton>
        <IconButton
          icon="go-to-file"
          label={l10n.t('Show in Notebook')}
          onClick={() => post({ type: 'revealStatement', statement: name })}
        />
      </div>
      {summary !== '' && <p class="dnn-muted">{withCode(summary)}</p>}
      {problems.map((problem) => (
        <ProblemNotice key={problem.message} problem={problem} />
      ))}
      {clauses.map((field) => (
        <ArgumentField
          key={field.name}
          field={field}
          actions={actions}
          operation={(value) => ({
            kind: 'setClause',
            statement: name,
            clause: field.name,
            ...(value !== '' && { value }),
          })}
        />
      ))}
      <Settings list={list} statement={name} actions={actions} />
    </section>
  );
}

interface PlaceProps {
  readonly statement: StatementSettings['name'];
  readonly actions: Actions;
}

const Settings = ({ list, statement, actions }: PlaceProps & { readonly list: SettingsList }) => (
  <>
    {list.settings.map((setting) => (
      <SettingFields
        key={`${setting.word} ${setting.at.join()}`}
        setting={setting}
        statement={statement}
        actions={actions}
      />
    ))}
    {list.addable.length > 0 && (
      <Disclosure summary={l10n.t('Add a setting')}>
        {() => (
          <ul class="dnn-addable">
            {list.addable.map(({ name, summary, text }) => (
              <li key={name}>
                <button
                  type="button"
                  title={text}
                  onClick={() => actions.edit({ kind: 'addSetting', statement, at: list.at, text })}
                >
                  <code>{name}</code> <span>{withCode(summary)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Disclosure>
    )}
  </>
);

function SettingFields({
  setting,
  statement,
  actions,
}: PlaceProps & { readonly setting: SettingForm }) {
  const { at, word, label, summary, repeats, choices, call, fields, value, problem, inner } =
    setting;
  const where = { statement, at };
  const told = problem && (
    <p class={`dnn-field-problem dnn-field-${problem.severity}`}>{withCode(problem.message)}</p>
  );
  return (
    <div
      class="dnn-setting"
      role="group"
      aria-label={label === undefined ? word : `${word} ${label}`}
    >
      <div class="dnn-setting-head">
        <h3>
          {word} {label}
        </h3>
        {repeats && (
          <>
            <IconButton
              icon="arrow-up"
              label={l10n.t('Move {0} up', label ?? word)}
              onClick={() => actions.edit({ kind: 'moveSetting', ...where, by: -1 })}
            />
            <IconButton
              icon="arrow-down"
              label={l10n.t('Move {0} down', label ?? word)}
              onClick={() => actions.edit({ kind: 'moveSetting', ...where, by: 1 })}
            />
          </>
        )}
        <IconButton
          icon="trash"
          label={l10n.t('Remove {0}', label ?? word)}
          onClick={() => actions.edit({ kind: 'removeSetting', ...where })}
        />
      </div>
      <p class="dnn-field-summary">{withCode(summary)}</p>
      {choices && (
        <Choice
          setting={setting}
          onChange={(text) => actions.edit({ kind: 'setSetting', ...where, value: text })}
        />
      )}
      {told}
      {[...(call?.fields ?? []), ...(fields ?? [])].map((field) => (
        <ArgumentField
          key={`${call?.word ?? ''} ${field.name}`}
          field={fields?.length === 1 ? { ...field, summary: '' } : field}
          label={fields?.length === 1 ? word : field.name}
          isNamedAbove={fields?.length === 1}
          actions={actions}
          operation={(typed) => ({
            kind: 'setSettingArgument',
            ...where,
            parameter: field.name,
            ...(typed !== '' && { value: typed }),
          })}
        />
      ))}
      {!choices && !fields && (
        <CodeField
          name={word}
          label={word}
          isNamedAbove
          summary=""
          value={value}
          actions={actions}
          operation={(typed) => ({ kind: 'setSetting', ...where, value: typed })}
        />
      )}
      {inner && <Settings list={inner} statement={statement} actions={actions} />}
    </div>
  );
}

interface ChoiceProps {
  readonly setting: SettingForm;
  readonly onChange: (text: string) => void;
}

/** The word behind a setting: another one is written with what has to be said with it. */
function Choice({ setting, onChange }: ChoiceProps) {
  const { word, at, choices = [], call, value } = setting;
  const id = `dnn-setting-${word}-${at.join('-')}`;
  return (
    <FieldFrame id={id} label={word} isNamedAbove summary={call?.summary ?? ''}>
      {(described) => (
        <select
          id={id}
          class="dnn-select"
          data-field={word}
          aria-describedby={described}
          value={call?.word ?? value}
          onChange={(event) => {
            const chosen = choices.find(({ name }) => name === event.currentTarget.value);
            if (chosen) onChange(chosen.text);
          }}
        >
          {!call && <option value={value}>{value}</option>}
          {choices.map(({ name, summary }) => (
            <option key={name} value={name} title={summary}>
              {name}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
