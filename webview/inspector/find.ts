import { useEffect, useState } from 'preact/hooks';
import type { HistoryAnswers, HistoryMessage } from '../../src/views/history';
import type { Problem } from '../../src/views/messages';
import { reply } from './replies';

type Wanted = HistoryMessage extends infer Message
  ? Message extends HistoryMessage
    ? Omit<Message, 'id'>
    : never
  : never;

interface Found<T> {
  /** What was found last, for this message or for one before it. */
  readonly value?: T;
  readonly problem?: Problem;
}

/** What the host finds about earlier steps and other runs, found anew with each `version`; nothing is asked without a message. */
export function useFound<W extends Wanted>(
  wanted: W | undefined,
  version: string,
): Found<HistoryAnswers[W['type']]> {
  const [found, setFound] = useState<Found<HistoryAnswers[W['type']]>>({});
  const key = wanted && JSON.stringify(wanted);
  useEffect(() => {
    if (!wanted) return setFound({});
    let isOld = false;
    void reply<'found'>((id) => ({ ...wanted, id })).then((received) => {
      if (isOld) return;
      if ('problem' in received) setFound({ problem: received.problem });
      else setFound({ value: received.value as HistoryAnswers[W['type']] });
    });
    return () => void (isOld = true);
  }, [key, version]);
  return found;
}
