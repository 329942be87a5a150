import type { InspectorState, SampleChoice } from '../../src/views/messages';
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
    <div class="dnn-sample-chooser" role="group" aria-label="Sample">
      {data.length > 1 && (
        <Dropdown
          label="Data"
          value={current.data}
          choices={data.map(({ name }) => ({ value: name, text: name }))}
          onChange={(name) => choose({ data: name })}
        />
      )}
      <Dropdown
        label="Split"
        value={current.split}
        choices={splits
          .filter((split) => counts?.[split] !== 0)
          .map((split) => ({ value: split, text: split }))}
        onChange={(split) => choose({ split: split as SampleChoice['split'] })}
      />
      <input
        type="number"
        aria-label="Sample number"
        min={0}
        max={last}
        value={current.index}
        onChange={(event) => {
          const index = event.currentTarget.valueAsNumber;
          if (Number.isInteger(index)) choose({ index });
        }}
      />
      <Button
        label="Previous sample"
        disabled={current.index <= 0}
        onClick={() => choose({ index: current.index - 1 })}
      >
        ‹
      </Button>
      <Button
        label="Next sample"
        disabled={last !== undefined && current.index >= last}
        onClick={() => choose({ index: current.index + 1 })}
      >
        ›
      </Button>
      <Button label="Random sample" disabled={inspecting} onClick={random}>
        Random
      </Button>
    </div>
  );
}
