import type { Answered, Ask, Problem } from '../../views/messages';
import type { Core } from '../core';
import { explain } from '../failures';
import type { EvaluatedNetwork } from './evaluations';
import { requestOf } from './histories';
import { closed } from './lookups';
import { pack, unpack } from './packing';

interface About {
  /** How requests name what is on view; undefined when its notebook is closed. */
  readonly request: EvaluatedNetwork['request'] | undefined;
  readonly data: string | undefined;
  /** Of the parameters on view: with another one the newest are looked up again. */
  readonly version: string;
}

/** Has the core answer a question of the page about the network on view. */
export async function answerTo(
  core: Core,
  { id, network, question, of }: Ask,
  { request, data, version }: About,
): Promise<Answered> {
  try {
    if (!request) throw closed();
    const answer = await core.request('answer', {
      ...(await requestOf({ network, run: of.run }, request)),
      ...{ ...question, step: of.step, data, version },
      input: unpack(question.input),
    });
    return { type: 'answered', id, answer: pack(answer) };
  } catch (error) {
    return { type: 'answered', id, problem: problemOf(error) };
  }
}

/** What a page says of an error. */
export function problemOf(error: unknown): Problem {
  const { message, hint } = explain(error);
  return { message, ...(hint !== undefined && { hint }) };
}
