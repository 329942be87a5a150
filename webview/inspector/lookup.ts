import { useEffect, useState } from 'preact/hooks';
import type { Lookup, LookedUp, LookupResults } from '../../src/views/lookups';
import type { Problem } from '../../src/views/messages';
import { post } from './host';
import { send } from './replies';

type Kind = Lookup['type'];
type Asked<K extends Kind> = { readonly type: K } & Omit<Extract<Lookup, { type: K }>, 'id'>;
type Outcome<K extends Kind> =
  | { readonly found: LookupResults[K] }
  | { readonly problem: Problem }
  | { readonly cancelled: true };

type Step = Extract<LookedUp, { progress: unknown }>['progress'];

/** Has the host look something up; `cancel` ends it early. */
export function lookUp<K extends Kind>(
  asked: Asked<K>,
  onProgress?: (progress: Step) => void,
): { readonly outcome: Promise<Outcome<K>>; readonly cancel: () => void } {
  const { id, outcome } = send<'lookedUp'>(
    (id) => ({ ...asked, id }) as Extract<Lookup, { type: K }>,
    onProgress,
  );
  return {
    // What is found has the form of its kind.
    outcome: outcome as Promise<Outcome<K>>,
    cancel: () => post({ type: 'cancelLookup', id }),
  };
}

interface Found<T> {
  /** What was found last, for this message or for one before it. */
  readonly value?: T;
  readonly problem?: Problem;
}

/** What is looked up at once, and anew with each `version`; nothing is asked without a message. */
export function useLookup<K extends Kind>(
  asked: Asked<K> | undefined,
  version: string,
): Found<LookupResults[K]> {
  const [found, setFound] = useState<Found<LookupResults[K]>>({});
  const key = asked && JSON.stringify(asked);
  useEffect(() => {
    if (!asked) return setFound({});
    let isOld = false;
    void lookUp<K>(asked).outcome.then((outcome) => {
      if (isOld) return;
      if ('found' in outcome) setFound({ value: outcome.found });
      else if ('problem' in outcome) setFound({ problem: outcome.problem });
    });
    return () => void (isOld = true);
  }, [key, version]);
  return found;
}
