import * as l10n from '@vscode/l10n';
import type { Verdict } from '../../src/views/payloads';
import { withCode } from '../ui/status';

interface VerdictsProps {
  readonly verdicts: readonly Verdict[];
  /** Writes what helps into the notebook; absent where nobody can be asked. */
  readonly onRepair?: ((verdict: Verdict, title: string) => void) | undefined;
}

/** Why a network does not learn: each verdict with its numbers, and what helps. */
export const Verdicts = ({ verdicts, onRepair }: VerdictsProps) =>
  verdicts.length === 0 ? null : (
    <ul class="dnn-verdicts" aria-label={l10n.t('What is the matter with this training')}>
      {verdicts.map((verdict) => (
        <VerdictCard key={verdict.name} verdict={verdict} onRepair={onRepair} />
      ))}
    </ul>
  );

const VerdictCard = ({
  verdict,
  onRepair,
}: Pick<VerdictsProps, 'onRepair'> & { readonly verdict: Verdict }) => {
  const { level, title, evidence, explanation, repairs } = verdict;
  return (
    <li class={`dnn-verdict dnn-verdict-${level}`} data-verdict={verdict.name}>
      <p>
        <strong>{title}.</strong> {withCode(evidence)}{' '}
        <span class="dnn-muted">{withCode(explanation)}</span>
      </p>
      {repairs.length > 0 && (
        <ul class="dnn-repairs" aria-label={l10n.t('What helps against {0}', title.toLowerCase())}>
          {repairs.map((repair) => (
            <li key={repair.title}>
              {repair.isEdit && onRepair ? (
                <button
                  type="button"
                  class="dnn-button"
                  onClick={() => onRepair(verdict, repair.title)}
                >
                  {withCode(repair.title)}
                </button>
              ) : (
                withCode(repair.title)
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
};
