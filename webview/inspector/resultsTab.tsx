import * as l10n from '@vscode/l10n';
import { filled } from '../ui/filled';
import { EmptyState, LiveRegion } from '../ui/status';
import { plural } from '../../src/text/numbers';
import { PayloadView } from '../views/payloadView';
import { post } from './host';
import type { NetworkTabProps } from './trainingTab';

/** What cells have found out about the network, each as its kind is shown. */
export function ResultsTab({ state: { results }, network }: NetworkTabProps) {
  if (results.length === 0) {
    return (
      <EmptyState title={l10n.t('Nothing has been found out about {0} yet', network.name)}>
        <p>
          {filled(
            l10n.t(
              'What a cell finds out is shown here as long as the window is open, for example {0}',
            ),
            <code>find rate of {network.name}</code>,
          )}
        </p>
      </EmptyState>
    );
  }
  return (
    <>
      {results.map((result) => (
        <section key={result.action} class="dnn-result" aria-label={result.action}>
          <pre class="dnn-text dnn-muted">{result.action}</pre>
          {'text' in result ? (
            <pre class="dnn-text">{result.text}</pre>
          ) : (
            <PayloadView kind={result.kind} payload={result.payload} post={post} />
          )}
        </section>
      ))}
      <LiveRegion
        text={plural(results.length, l10n.t('1 result'), l10n.t('{0} results', results.length))}
      />
    </>
  );
}
