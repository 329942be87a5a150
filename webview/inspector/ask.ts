import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PackedQuestion as Question, Problem } from '../../src/views/messages';
import type { ParametersChoice } from '../../src/views/history';
import type { Packed } from '../../src/views/packed';
import type { Answer as WireAnswer } from '../../src/views/payloads';
import { useParameters } from './parameters';
import { send } from './replies';

type Answer = Packed<WireAnswer>;
type Outcome = { readonly answer: Answer } | { readonly problem: Problem };

const withAll = { preActivations: [], parameters: [], attention: [] };

/** Asks the host what the layers of a network make of an input, with which parameters. */
export function ask(network: string, question: Question, of: ParametersChoice): Promise<Outcome> {
  const { outcome } = send<'answered'>((id) => ({
    ...{ type: 'ask', id, network, of },
    question: { ...withAll, ...question },
  }));
  return outcome;
}

interface Asked {
  /** The last answer, to this question or to one before it. */
  readonly answer?: Answer;
  readonly problem?: Problem;
  /** The question that the answer or problem is about. */
  readonly to?: Question;
  /** And the parameters. */
  readonly of?: ParametersChoice;
}

/**
 * The answer to a question that changes: one is asked at a time, and of those that come up meanwhile only the newest. `version` says that the network would answer otherwise now; `chosen` are other parameters than those of the page around.
 */
export function useAnswer(
  network: string,
  question: Question | undefined,
  version: string,
  chosen?: ParametersChoice,
): Asked {
  const around = useParameters();
  const of = chosen ?? around;
  const [asked, setAsked] = useState<Asked>({});
  const latest = useRef<{ network: string; question: Question; of: ParametersChoice }>();
  const busy = useRef(false);
  const gone = useRef(false);
  const next = async (): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    while (latest.current && !gone.current) {
      const { network, question, of } = latest.current;
      latest.current = undefined;
      const outcome = await ask(network, question, of);
      if (!gone.current) setAsked({ ...outcome, to: question, of });
    }
    busy.current = false;
  };
  // An effect that waits for the frame would add it to each answer.
  useLayoutEffect(() => {
    latest.current = question && { network, question, of };
    void next();
  }, [network, question, version, of]);
  useLayoutEffect(() => () => void (gone.current = true), []);
  return asked;
}
