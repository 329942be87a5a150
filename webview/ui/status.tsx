import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { Icon } from './icon';

/** Tells screen readers what changed, politely; invisible. */
export const LiveRegion = ({ text }: { readonly text: string }) => (
  <div class="dnn-visually-hidden" role="status" aria-live="polite">
    {text}
  </div>
);

interface EmptyStateProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** Stands where something will be, and says what to do for it. */
export const EmptyState = ({ title, children }: EmptyStateProps) => (
  <div class="dnn-empty">
    <p class="dnn-empty-title">{title}</p>
    {children}
  </div>
);

interface NoticeProps {
  readonly kind: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly hint?: string | undefined;
  readonly children?: ComponentChildren;
}

/** An error, warning or remark in the flow of the page. */
export const Notice = ({ kind, message, hint, children }: NoticeProps) => (
  <div class={`dnn-notice dnn-notice-${kind}`} role={kind === 'error' ? 'alert' : 'note'}>
    <p>
      <Icon name={kind} />
      {kind !== 'info' && (
        <strong>{kind === 'error' ? l10n.t('Error:') : l10n.t('Warning:')} </strong>
      )}
      {withCode(message)}
    </p>
    {hint && <p class="dnn-muted">{withCode(hint)}</p>}
    {children}
  </div>
);

/** What stands between backticks is code. */
export const withCode = (text: string): ComponentChildren =>
  text.split(/`([^`]+)`/).map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part));

interface FactProps {
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A number with its name, as in a row of figures. */
export const Fact = ({ label, children }: FactProps) => (
  <div class="dnn-fact">
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

export const Facts = ({ children }: { readonly children: ComponentChildren }) => (
  <dl class="dnn-facts">{children}</dl>
);
