import { exitCodes } from './failed';

/** How a command is asked to end, by its user, by the system, or because nobody reads its output any more. */

/** Those on which a user insists by sending them again. Hanging up reaches a command several times over. */
const insistent: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM'];
const signals: readonly NodeJS.Signals[] = [
  ...insistent,
  'SIGHUP',
  ...(process.platform === 'win32' ? (['SIGBREAK'] as const) : []),
];

type Listener = (insists: boolean) => void;
const listeners = new Set<Listener>();

/** Makes all signals that ask for it end the command in an orderly way. */
export function listenToSignals(): void {
  for (const signal of signals) process.on(signal, () => interrupt(insistent.includes(signal)));
}

/** Asks the work at hand to end; where there is none to be asked, the command ends at once. */
export function interrupt(insists: boolean): void {
  if (listeners.size === 0) process.exit(exitCodes.interrupted);
  for (const listener of listeners) listener(insists);
}

/** Calls back whenever the command is asked to end; gives a function that ends this. */
export function onInterruption(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
