import type { ComponentChildren } from 'preact';

interface ToggleProps {
  readonly children: ComponentChildren;
  readonly pressed: boolean;
  readonly title: string;
  readonly onChange: (pressed: boolean) => void;
}

/** A button that stays down: something is on or off. */
export const Toggle = ({ children, pressed, title, onChange }: ToggleProps) => (
  <span class="dnn-segmented">
    <button type="button" aria-pressed={pressed} title={title} onClick={() => onChange(!pressed)}>
      {children}
    </button>
  </span>
);
