import { targetSize, type Dataset } from '../../data/dataset';
import { Random } from '../../random/random';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { userError } from '../wire/error';

/** Text that a network writes: each character is drawn from its answer to those before it. */

export interface Writing {
  readonly length: number;
  /** Probabilities are raised to the power 1/T. */
  readonly temperature: number;
  readonly prompt?: string | undefined;
  readonly seed: number;
  /** What the network answers to a sample: a row of probabilities, or one for each step, of which the last counts. */
  readonly answer: (sample: Float32Array) => Promise<Float32Array>;
  readonly signal?: AbortSignal;
}

/** What a network is given and what it writes behind that. Throws a `CoreError` where the prompt has other characters than the text. */
export async function written(
  dataset: Dataset,
  { length, temperature, prompt, seed, answer, signal }: Writing,
): Promise<{ readonly given: string; readonly text: string }> {
  const { names } = dataset.target;
  const window = begin(dataset, prompt);
  const given = prompt ?? spelled(window, names);
  const random = new Random(seed, 'generate');
  const ids: number[] = [];
  while (ids.length < length) {
    signal?.throwIfAborted();
    const answers = await answer(window);
    const drawn = draw(answers.subarray(-names.length), temperature, random.uniform());
    ids.push(drawn);
    window.copyWithin(0, 1);
    window[window.length - 1] = drawn;
  }
  return { given, text: spelled(ids, names) };
}

const spelled = (ids: ArrayLike<number>, names: readonly string[]): string =>
  Array.from(ids, (id) => names[id]).join('');

/** What a network reads first: a sample of the test text, or of the training text without one, which ends with the prompt. */
function begin({ name, splits, inputShape, target }: Dataset, prompt = ''): Float32Array {
  const split = splits.test.count > 0 ? splits.test : splits.train;
  const window = new Float32Array(elements(inputShape));
  const targets = new Float32Array(elements(targetShape(targetSize(target))));
  split.gather(Int32Array.of(0), window, targets);
  const characters = [...prompt];
  const strange = characters.find((character) => !target.names.includes(character));
  if (strange !== undefined)
    throw userError(
      'no-text',
      `${JSON.stringify(strange)} does not occur in \`${name}\`, so the network does not know it.`,
      'Use characters of the text.',
    );
  const ids = characters.slice(-window.length).map((character) => target.names.indexOf(character));
  window.copyWithin(0, ids.length);
  window.set(ids, window.length - ids.length);
  return window;
}

/** The number of an outcome with these probabilities to the power 1/T, for a uniform number; the likeliest one for T = 0. */
export function draw(probabilities: Float32Array, temperature: number, uniform: number): number {
  const greatest = Math.max(...probabilities);
  if (temperature === 0) return probabilities.indexOf(greatest);
  const weights = Array.from(probabilities, (p) => (p / greatest) ** (1 / temperature));
  let left = uniform * weights.reduce((sum, weight) => sum + weight, 0);
  const drawn = weights.findIndex((weight) => (left -= weight) < 0);
  return drawn < 0 ? probabilities.indexOf(greatest) : drawn;
}
