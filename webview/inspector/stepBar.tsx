import { useEffect, useState } from 'preact/hooks';
import * as l10n from '@vscode/l10n';
import { formatInteger } from '../../src/text/numbers';
import { Icon } from '../ui/icon';
import { reducedMotion } from '../ui/motion';
import type { Side } from './sides';

/** Milliseconds for which a step is shown while they play. */
const frame = 500;

/** Chooses among the steps whose parameters are kept, or plays them one after the other. */
export function StepBar({ side, label }: { readonly side: Side; readonly label: string }) {
  const { steps, step, onStep } = side;
  const last = steps.length - 1;
  const index = step === null ? last : steps.indexOf(step);
  const [playing, setPlaying] = useState(false);
  const choose = (next: number) => onStep(next >= last ? null : (steps[next] ?? null));
  const isStill = reducedMotion();
  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => {
      choose(index + 1);
      if (index + 1 >= last) setPlaying(false);
    }, frame);
    return () => clearTimeout(timer);
  }, [playing, index, last]);
  if (last < 1) return null;
  const shown = formatInteger(steps[index] ?? 0);
  const after = index < last ? index + 1 : 0;
  return (
    <div class="dnn-step-bar" role="group" aria-label={label}>
      <button
        type="button"
        class="dnn-button dnn-step-play"
        onClick={() => {
          if (isStill) return choose(after);
          if (!playing && index === last) choose(0);
          setPlaying(!playing);
        }}
      >
        <Icon name={isStill ? 'chevron-right' : playing ? 'debug-pause' : 'play'} />
        {isStill ? l10n.t('Next Step') : playing ? l10n.t('Pause') : l10n.t('Play')}
      </button>
      <span class="dnn-step-range">
        <input
          type="range"
          aria-label={label}
          aria-valuetext={l10n.t('step {0}, {1} of {2}', shown, index + 1, last + 1)}
          min={0}
          max={last}
          step={1}
          value={index}
          onInput={({ currentTarget: { valueAsNumber: chosen } }) => {
            setPlaying(false);
            choose(chosen);
          }}
        />
        <span class="dnn-step-ticks" aria-hidden="true">
          {steps.map((each) => (
            <i key={each} />
          ))}
        </span>
      </span>
      <span class="dnn-step-shown">{l10n.t('step {0}', shown)}</span>
      <button
        type="button"
        class="dnn-toggle"
        aria-pressed={step === null}
        title={l10n.t('Shows the newest parameters, and follows the training')}
        onClick={() => {
          setPlaying(false);
          onStep(step === null ? (steps[last] ?? null) : null);
        }}
      >
        {l10n.t('Newest')}
      </button>
    </div>
  );
}
