import * as l10n from '@vscode/l10n';
import type { LayerRow, NetworkPayload } from '../../src/views/payloads';
import { shownCharacter } from '../featureMaps/characters';
import { decodeTensor, type Tensor } from '../featureMaps/tensor';
import { stepSource, type StepSource } from './stepSource';

/** The steps of a sequence that reads itself, as they are named. */
export interface Steps {
  readonly count: number;
  readonly source: StepSource;
  /** The character of each step, where the input is a text. */
  readonly characters?: readonly string[] | undefined;
}

/** Those that a layer reads; `alphabet` has the character of each number where the input is a text. */
export function stepsOf(
  network: NetworkPayload,
  { id, shape: [count = 1] }: LayerRow,
  input: Tensor,
  alphabet: readonly string[] | undefined,
): Steps {
  const source = stepSource(network, id);
  if (source.kind !== 'input' || !alphabet || input.shape.length !== 1) return { count, source };
  const characters = Array.from(decodeTensor(input), (number) => alphabet[number] ?? '?');
  return { count, source, characters };
}

/** `5 “e”`, `5 (row 1, column 1)`, `5`. */
export function stepName({ source, characters }: Steps, step: number): string {
  const character = characters?.[step];
  if (character !== undefined) return `${step} “${shownCharacter(character)}”`;
  if (source.kind !== 'places') return String(step);
  const [row, column] = [Math.floor(step / source.columns), step % source.columns];
  return l10n.t('{0} (row {1}, column {2})', step, row, column);
}

/** At first the one that answers, where none reads a later one; else one in the middle. */
export const firstQuery = ({ count, source }: Steps, causal: boolean): number => {
  if (causal) return count - 1;
  if (source.kind !== 'places') return Math.floor(count / 2);
  return Math.floor(source.rows / 2) * source.columns + Math.floor(source.columns / 2);
};
