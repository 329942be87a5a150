import type { Lookup, LookedUp, LookupResults } from '../../src/views/lookups';
import type { Problem } from '../../src/views/messages';
import { onHostMessage, post } from './host';

type Kind = Lookup['type'];
type Asked<K extends Kind> = Omit<Extract<Lookup, { type: K }>, 'id'>;
export type LookupOutcome<K extends Kind> =
  | { readonly found: LookupResults[K] }
  | { readonly problem: Problem }
  | { readonly cancelled: true };

type Step = Extract<LookedUp, { progress: unknown }>['progress'];

let lastId = 0;

/** Has the host look something up; `cancel` ends it early. */
export function lookUp<K extends Kind>(
  asked: Asked<K>,
  onProgress?: (progress: Step) => void,
): { readonly outcome: Promise<LookupOutcome<K>>; readonly cancel: () => void } {
  const id = ++lastId;
  const outcome = new Promise<LookupOutcome<K>>((resolve) => {
    const stop = onHostMessage((message) => {
      if (message.type !== 'lookedUp' || message.id !== id) return;
      if ('progress' in message) return onProgress?.(message.progress);
      stop();
      // What is found has the form of its kind.
      resolve(message as LookupOutcome<K>);
    });
  });
  post({ ...asked, id } as Extract<Lookup, { type: K }>);
  return { outcome, cancel: () => post({ type: 'cancelLookup', id }) };
}
