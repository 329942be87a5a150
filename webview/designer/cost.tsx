import * as l10n from '@vscode/l10n';
import type { NetworkCost } from '../../src/designer/cost';
import { costRows } from '../../src/views/cost';
import { Notice } from '../ui/status';

/** What the network and its training cost; a warning where they do not fit here. */
export function Cost({ cost }: { readonly cost: NetworkCost }) {
  const { problem, training } = cost;
  return (
    <section class="dnn-cost" aria-label={l10n.t('Cost')}>
      {problem && <Notice kind="warning" message={problem.message} hint={problem.hint} />}
      <dl>
        {costRows(cost).map(({ label, value, detail }) => (
          <div key={label} class="dnn-cost-row">
            <dt>{label}</dt>
            <dd>
              <strong>{value}</strong>
              {detail !== undefined && <span class="dnn-muted"> {detail}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {!training && (
        <p class="dnn-muted">{l10n.t('A cell that trains it tells what a step takes.')}</p>
      )}
    </section>
  );
}
