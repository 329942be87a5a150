import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PackedQuestion as Question, Problem } from '../../src/views/messages';
import type { Packed } from '../../src/views/packed';
import type { Answer as WireAnswer } from '../../src/views/payloads';
import { onHostMessage, post } from './host';

type Answer = Packed<WireAnswer>;
type Outcome = { readonly answer: Answer } | { readonly problem: Problem };

const withAll = { preActivations: [], parameters: [] };

let lastId = 0;
const waiting = new Map<number, (outcome: Outcome) => void>();
let listening = false;

/** Asks the host what the layers of a network make of an input. */
export function ask(network: string, question: Question): Promise<Outcome> {
  if (!listening) {
    listening = true;
    onHostMessage((message) => {
      if (message.type !== 'answered') return;
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    });
  }
  const id = ++lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    post({ type: 'ask', id, network, question: { ...withAll, ...question } });
  });
}

interface Asked {
  /** The last answer, to this question or to one before it. */
  readonly answer?: Answer;
  readonly problem?: Problem;
  /** The question that the answer or problem is about. */
  readonly to?: Question;
}

/**
 * The answer to a question that changes: one is asked at a time, and of those that come up meanwhile only the newest. `version` says that the network would answer otherwise now.
 */
export function useAnswer(network: string, question: Question | undefined, version: string): Asked {
  const [asked, setAsked] = useState<Asked>({});
  const latest = useRef<{ network: string; question: Question }>();
  const busy = useRef(false);
  const gone = useRef(false);
  const next = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    while (latest.current && !gone.current) {
      const { network, question } = latest.current;
      latest.current = undefined;
      const outcome = await ask(network, question);
      if (!gone.current) setAsked({ ...outcome, to: question });
    }
    busy.current = false;
  };
  // An effect that waits for the frame would add it to each answer.
  useLayoutEffect(() => {
    latest.current = question && { network, question };
    void next();
  }, [network, question, version]);
  useLayoutEffect(() => () => void (gone.current = true), []);
  return asked;
}
