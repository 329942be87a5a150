import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanelTab,
  vsCodePanels,
  vsCodePanelView,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * The one place that knows `@vscode/webview-ui-toolkit`, which its authors no longer develop; replacing it touches this
 * file and `elements.d.ts`. It takes its colours when the page loads, so it works in panels, not in notebook outputs.
 */
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodePanels(),
  vsCodePanelTab(),
  vsCodePanelView(),
  vsCodeProgressRing(),
);

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick: () => void;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly label?: string;
  readonly disabled?: boolean;
}

export const Button = ({
  children,
  label,
  appearance = 'secondary',
  // Left out, it would become '', which the element takes for true.
  disabled = false,
  ...rest
}: ButtonProps) => (
  <vscode-button
    appearance={appearance}
    aria-label={label}
    title={label}
    disabled={disabled}
    {...rest}
  >
    {children}
  </vscode-button>
);

export function ProgressRing({ label }: { readonly label: string }) {
  const ref = useRef<HTMLElement>(null);
  // When it comes to the page the element calls itself an alert named `Loading`.
  useLayoutEffect(() => {
    ref.current?.setAttribute('role', 'progressbar');
    ref.current?.setAttribute('aria-label', label);
    ref.current?.removeAttribute('aria-live');
  }, [label]);
  return <vscode-progress-ring ref={ref} />;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface DropdownProps {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
}

export function Dropdown({ label, value, choices, onChange, disabled }: DropdownProps) {
  const ref = useRef<HTMLElement & { value: string }>(null);
  // The element accepts a value only once the matching option is there.
  useLayoutEffect(() => {
    if (ref.current && ref.current.value !== value) ref.current.value = value;
  }, [value, choices]);
  return (
    <vscode-dropdown
      ref={ref}
      aria-label={label}
      title={label}
      disabled={disabled ?? false}
      onChange={(event) => {
        const next = (event.currentTarget as HTMLElement & { value: string }).value;
        if (next !== value) onChange(next);
      }}
    >
      {choices.map((choice) => (
        <vscode-option key={choice.value} value={choice.value}>
          {choice.text}
        </vscode-option>
      ))}
    </vscode-dropdown>
  );
}

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly view: () => ComponentChildren;
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly active: Id;
  readonly onChange: (id: Id) => void;
}

/** Tabs of which only the active one is rendered. */
export function Tabs<Id extends string>({ label, tabs, active, onChange }: TabsProps<Id>) {
  return (
    <vscode-panels
      aria-label={label}
      activeid={`tab-${active}`}
      onChange={(event) => {
        const activeId = (event.currentTarget as HTMLElement & { activeid?: string }).activeid;
        const chosen = tabs.find(({ id }) => activeId === `tab-${id}`);
        if (chosen && chosen.id !== active) onChange(chosen.id);
      }}
    >
      {tabs.map(({ id, title }) => (
        <vscode-panel-tab key={id} id={`tab-${id}`}>
          {title}
        </vscode-panel-tab>
      ))}
      {tabs.map(({ id, view }) => (
        <vscode-panel-view key={id} id={`view-${id}`}>
          {id === active && view()}
        </vscode-panel-view>
      ))}
    </vscode-panels>
  );
}
