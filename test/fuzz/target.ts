import { strict as assert } from 'node:assert';
import type { Diagnostic } from '../../src/language/source';
import type { Random } from '../../src/random/random';

/** One entrance of the product: what it is given, and what must hold whatever that is. */
export interface Target<Input = unknown> {
  readonly name: string;
  /** How many of the inputs are for it, beside the shares of the others. */
  readonly share: number;
  make(random: Random): Input;
  /** Throws, or rejects, when something does not hold. */
  feed(input: Input): void | Promise<void>;
}

/** Forgets the type of a target's inputs: it makes them itself. */
export const target = <Input>(one: Target<Input>): Target => one;

type Class = abstract new (...args: never[]) => Error;

/** Does the work; errors of these classes are answers, all others failures. */
export function allowing<T>(classes: readonly Class[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (classes.some((one) => error instanceof one)) return undefined;
    throw error;
  }
}

/** `allowing` for work that takes its time. */
export async function allowingLater(
  classes: readonly Class[],
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!classes.some((one) => error instanceof one)) throw error;
  }
}

/** Every finding says something, about a place in the text. */
export function expectPlaces(diagnostics: readonly Diagnostic[], cells: readonly string[]): void {
  for (const { location, message, code } of diagnostics) {
    const { cell, start, end } = location;
    const text = cells[cell];
    const isInside = text !== undefined && start >= 0 && start <= end && end <= text.length;
    assert.ok(isInside, `${code} at ${cell}:${start}..${end} lies outside`);
    assert.ok(message.length > 0 && message.length < 4000, `${code}: ${message.length} characters`);
    assert.doesNotMatch(message, /internal error|undefined|\[object |call stack/i);
  }
}
