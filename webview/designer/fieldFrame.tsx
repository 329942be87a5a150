import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import type { FieldProblem } from '../../src/designer/problems';
import { withCode } from '../ui/status';

interface FieldFrameProps {
  readonly id: string;
  readonly label: string;
  readonly isNamedAbove?: boolean | undefined;
  readonly summary: string;
  readonly required?: boolean;
  readonly problem?: FieldProblem | undefined;
  /** The control, given the ids of what describes it. */
  readonly children: (described: string) => ComponentChildren;
}

/** What stands around a control: its name, what is wrong with its content, and what it is for. */
export function FieldFrame(props: FieldFrameProps) {
  const { id, label, isNamedAbove, summary, required, problem, children } = props;
  const ids = [problem && `${id}-problem`, summary !== '' && `${id}-summary`].filter(Boolean);
  return (
    <div class="dnn-field">
      <label id={`${id}-label`} for={id} class={isNamedAbove ? 'dnn-visually-hidden' : undefined}>
        {label}
        {required && <span class="dnn-muted"> {l10n.t('required')}</span>}
      </label>
      {children(ids.join(' '))}
      {problem && (
        <p id={`${id}-problem`} class={`dnn-field-problem dnn-field-${problem.severity}`}>
          {withCode(problem.message)}
        </p>
      )}
      {summary !== '' && (
        <p id={`${id}-summary`} class="dnn-field-summary">
          {withCode(summary)}
        </p>
      )}
    </div>
  );
}
