import { useRef } from 'preact/hooks';
import { moveFocus } from './roving';

interface SegmentedProps<V extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: V; readonly text: string }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

/** A few exclusive choices side by side: a radio group that looks like one button. */
export function Segmented<V extends string>({
  label,
  options,
  value,
  onChange,
}: SegmentedProps<V>) {
  const buttons = useRef<(HTMLButtonElement | null)[]>([]);
  return (
    <div class="dnn-segmented" role="radiogroup" aria-label={label}>
      {options.map((option, index) => (
        <button
          key={option.value}
          ref={(element) => void (buttons.current[index] = element)}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          tabIndex={option.value === value ? 0 : -1}
          onClick={() => onChange(option.value)}
          onFocus={() => option.value !== value && onChange(option.value)}
          onKeyDown={(event) => moveFocus(event, buttons.current)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
