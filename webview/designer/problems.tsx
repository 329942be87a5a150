import * as l10n from '@vscode/l10n';
import type { Path } from '../../src/designer/chain';
import type { Design } from '../../src/designer/design';
import { Button } from '../ui/toolkit';
import { post } from './host';
import { ProblemNotice } from './problemNotice';

interface ProblemsProps {
  readonly design: Design;
  readonly onSelect: (path: Path | undefined) => void;
}

const most = 5;

/** What is wrong with the network as it is written, the place, and what would mend it. */
export function Problems({ design, onSelect }: ProblemsProps) {
  const { problems, revision } = design;
  return (
    <div class="dnn-problems">
      {problems.slice(0, most).map(({ path, fix, ...problem }, i) => (
        <ProblemNotice key={`${problem.message} ${path?.join()}`} problem={problem}>
          {path && <Button onClick={() => onSelect(path)}>{l10n.t('Show')}</Button>}
          {fix && (
            <Button onClick={() => post({ type: 'fix', revision, problem: i })}>{fix.title}</Button>
          )}
        </ProblemNotice>
      ))}
    </div>
  );
}
