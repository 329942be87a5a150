import * as l10n from '@vscode/l10n';
import { pointText } from './stepRange';

interface StepScrubberProps {
  readonly steps: readonly number[];
  readonly stride: number;
  readonly point: number;
  /** Whether the newest point is kept in view. */
  readonly follows: boolean;
  /** Null: the newest one. */
  readonly onChoose: (point: number | null) => void;
}

/** Chooses the step in view among those recorded. */
export const StepScrubber = ({ steps, stride, point, follows, onChoose }: StepScrubberProps) => (
  <div class="dnn-scrubber">
    <input
      type="range"
      aria-label={l10n.t('Step in view')}
      aria-valuetext={pointText(steps, stride, point)}
      min={0}
      max={Math.max(1, steps.length - 1)}
      step={1}
      value={point}
      onInput={({ currentTarget: { valueAsNumber: chosen } }) =>
        onChoose(chosen >= steps.length - 1 ? null : chosen)
      }
    />
    <span class="dnn-scrubber-step">{pointText(steps, stride, point)}</span>
    <button
      type="button"
      class="dnn-toggle"
      aria-pressed={follows}
      onClick={() => onChoose(follows ? point : null)}
    >
      {l10n.t('Latest')}
    </button>
  </div>
);
