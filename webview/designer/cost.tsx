import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { NetworkCost } from '../../src/designer/cost';
import { costRows } from '../../src/views/cost';
import { Notice } from '../ui/status';

interface CostProps {
  readonly cost: NetworkCost;
  /** Numbers alone, until one asks for more. */
  readonly isBrief: boolean;
}

/** What the network and its training cost; a warning where they do not fit here. */
export function Cost({ cost, isBrief }: CostProps) {
  const { problem, training } = cost;
  const [isOpen, setOpen] = useState(false);
  const hasDetails = !isBrief || isOpen;
  return (
    <section
      class={hasDetails ? 'dnn-cost' : 'dnn-cost dnn-cost-brief'}
      aria-label={l10n.t('Cost')}
    >
      {problem && <Notice kind="warning" message={problem.message} hint={problem.hint} />}
      <dl>
        {costRows(cost).map(({ label, value, detail }) => (
          <div key={label} class="dnn-cost-row">
            <dt>{label}</dt>
            <dd>
              <strong>{value}</strong>
              {hasDetails && detail !== undefined && <span class="dnn-muted"> {detail}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {isBrief && (
        <button
          type="button"
          class="dnn-link"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? l10n.t('Less') : l10n.t('Details')}
        </button>
      )}
      {hasDetails && !training && (
        <p class="dnn-muted">{l10n.t('A cell that trains it tells what a step takes.')}</p>
      )}
    </section>
  );
}
