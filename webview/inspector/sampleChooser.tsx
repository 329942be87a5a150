import * as l10n from '@vscode/l10n';
import type { InspectorState, SampleChoice } from '../../src/views/messages';
import { splitName } from '../../src/views/splits';
import { Icon } from '../ui/icon';
import { Button, Dropdown } from '../ui/toolkit';
import { post } from './host';

const splits = ['train', 'validation', 'test'] as const;

/** Which sample to look at: its data, split and number. */
export function SampleChooser({ state }: { readonly state: InspectorState }) {
  const { data, inspecting } = state;
  const current: SampleChoice = state.sample ?? {
    data: data[0]?.name ?? '',
    split: 'test',
    index: 0,
  };
  const counts = data.find(({ name }) => name === current.data)?.samples;
  const count = counts?.[current.split];
  const last = count === undefined ? undefined : Math.max(0, count - 1);
  const choose = (change: Partial<SampleChoice>) => {
    const next = { ...current, ...change };
    const limit = data.find(({ name }) => name === next.data)?.samples?.[next.split];
    const index = Math.max(0, limit === undefined ? next.index : Math.min(next.index, limit - 1));
    post({ type: 'inspect', sample: { ...next, index } });
  };
  const random = () => choose({ index: Math.floor(Math.random() * (count ?? 1000)) });
  return (
    <div class="dnn-sample-chooser" role="group" aria-label={l10n.t('Sample')}>
      {data.length > 1 && (
        <Dropdown
          label={l10n.t('Data')}
          value={current.data}
          choices={data.map(({ name }) => ({ value: name, text: name }))}
          onChange={(name) => choose({ data: name })}
        />
      )}
      <Dropdown
        label={l10n.t('Split')}
        value={current.split}
        choices={splits
          .filter((split) => counts?.[split] !== 0)
          .map((split) => ({ value: split, text: splitName(split) }))}
        onChange={(split) => choose({ split: split as SampleChoice['split'] })}
      />
      <input
        type="number"
        aria-label={l10n.t('Sample number')}
        min={0}
        max={last}
        value={current.index}
        onChange={(event) => {
          const index = event.currentTarget.valueAsNumber;
          if (Number.isInteger(index)) choose({ index });
        }}
      />
      <Button
        label={l10n.t('Previous sample')}
        disabled={current.index <= 0}
        onClick={() => choose({ index: current.index - 1 })}
      >
        <Icon name="chevron-left" />
      </Button>
      <Button
        label={l10n.t('Next sample')}
        disabled={last !== undefined && current.index >= last}
        onClick={() => choose({ index: current.index + 1 })}
      >
        <Icon name="chevron-right" />
      </Button>
      <Button label={l10n.t('Random sample')} disabled={inspecting} onClick={random}>
        {l10n.t('Random')}
      </Button>
    </div>
  );
}
