import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { Comparison } from '../../src/views/comparison';
import { EmptyState } from '../ui/status';
import { Button } from '../ui/toolkit';
import { AnswersView } from './answersView';
import { ComparedCurves } from './comparedCurves';
import { onHostMessage, post } from './host';
import { SettingsTables } from './settingsTables';

/** Several runs side by side. */
export function ComparisonView() {
  const [comparison, setComparison] = useState<Comparison>();
  useEffect(() => {
    const stop = onHostMessage((message) =>
      setComparison((before) => {
        if (message.type === 'comparison') return message.comparison;
        if (!before) return before;
        const { answers: _, ...runs } = before;
        return { ...runs, ...(message.answers && { answers: message.answers }) };
      }),
    );
    post({ type: 'ready' });
    return stop;
  }, []);
  if (!comparison) return null;
  const { runs } = comparison;
  if (runs.length < 2)
    return (
      <EmptyState title={l10n.t('There is nothing to compare any more')}>
        <p>{l10n.t('Select two or more runs in the list of runs, then choose Compare Runs.')}</p>
      </EmptyState>
    );
  return (
    <main>
      <header class="dnn-compare-head">
        <h2>{l10n.t('{0} runs', runs.length)}</h2>
        <Button onClick={() => post({ type: 'compareSources' })}>
          {l10n.t('Compare Sources')}
        </Button>
      </header>
      <ComparedCurves runs={runs} />
      <SettingsTables comparison={comparison} />
      <AnswersView comparison={comparison} />
    </main>
  );
}
