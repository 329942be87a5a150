import * as l10n from '@vscode/l10n';
import type { ShownRun } from '../../src/views/messages';
import { filled } from '../ui/filled';
import { Button } from '../ui/toolkit';
import { post } from './host';

/** Says that a chosen run is on view, and leads back to the newest. */
export const RunBanner = ({ run }: { readonly run: ShownRun }) => (
  <section class="dnn-run" aria-label={l10n.t('Chosen run')}>
    <p>
      {filled(l10n.t('Run {0}'), <strong>{run.name}</strong>)}
      {run.tags.map((tag) => (
        <span key={tag} class="dnn-tag">
          {tag}
        </span>
      ))}
    </p>
    {run.note !== undefined && <p class="dnn-muted dnn-run-note">{run.note}</p>}
    <Button onClick={() => post({ type: 'latestRun' })}>{l10n.t('Show Latest')}</Button>
  </section>
);
