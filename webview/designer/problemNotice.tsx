import type { ComponentChildren } from 'preact';
import type { FieldProblem } from '../../src/designer/problems';
import { Notice } from '../ui/status';

interface ProblemNoticeProps {
  readonly problem: FieldProblem;
  readonly children?: ComponentChildren;
}

/** What the language tells of a part of the text, as a notice. */
export const ProblemNotice = ({ problem: { severity, message }, children }: ProblemNoticeProps) => (
  <Notice kind={severity === 'information' ? 'info' : severity} message={message}>
    {children}
  </Notice>
);
