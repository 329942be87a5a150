import type { ShownRun } from '../../src/views/messages';
import { Button } from '../ui/toolkit';
import { post } from './host';

/** Says that a chosen run is on view, and leads back to the newest. */
export const RunBanner = ({ run }: { readonly run: ShownRun }) => (
  <section class="dnn-run" aria-label="Chosen run">
    <p>
      Run <strong>{run.name}</strong>
      {run.tags.map((tag) => (
        <span key={tag} class="dnn-tag">
          {tag}
        </span>
      ))}
    </p>
    {run.note !== undefined && <p class="dnn-muted dnn-run-note">{run.note}</p>}
    <Button onClick={() => post({ type: 'latestRun' })}>Show Latest</Button>
  </section>
);
