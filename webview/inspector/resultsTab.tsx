import { EmptyState, LiveRegion } from '../ui/status';
import { counted } from '../../src/text/numbers';
import { PayloadView } from '../views/payloadView';
import { post } from './host';
import type { NetworkTabProps } from './trainingTab';

/** What cells have found out about the network, each as its kind is shown. */
export function ResultsTab({ state: { results }, network }: NetworkTabProps) {
  if (results.length === 0) {
    return (
      <EmptyState title={`Nothing has been found out about ${network.name} yet`}>
        <p>
          What a cell finds out is shown here as long as the window is open, for example{' '}
          <code>find rate of {network.name}</code>
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
      <LiveRegion text={counted(results.length, 'result')} />
    </>
  );
}
