import type { Dataset } from '../../data/dataset';
import { buildPrediction } from '../../learning/evaluation';
import { initialize } from '../../network/initialize';
import { whyNoText, type GenerateAction } from '../../program/verbs/generate';
import { lastTraining } from '../../program/verbs/train';
import { Random } from '../../random/random';
import { elements } from '../../shape/elements';
import { targetShape } from '../../shape/targets';
import { targetSize } from '../../data/dataset';
import { cachedData } from '../batches/cachedData';
import { stepOptions } from '../batches/stepOptions';
import type { ActionContext, Runner } from '../jobs/runner';
import { lastTrained } from '../notebooks/trained';
import type { Generated } from '../protocol/generated';
import { userError } from '../wire/error';
import { Predictor } from './predictor';
import { dataPlan } from './subject';

/** Lets a network go on with a text, character by character, on the CPU. */
async function generate(
  { network, plan }: GenerateAction,
  { notebook, request, live, signal }: ActionContext,
): Promise<Generated> {
  const action = lastTraining(notebook.program, network.name);
  const seed = request.seed ?? action?.plan.seed ?? 0;
  const data = dataPlan(notebook, plan, action?.data);
  const dataset = await cachedData(notebook.path, data, seed);
  const { names } = dataset.target;
  const unfit = whyNoText(network, data, { targets: names.length });
  if (unfit !== undefined) throw userError('no-text', unfit);
  const window = begin(dataset, plan.prompt);
  const trained =
    (await live(notebook.path, network)) ??
    (await lastTrained(notebook.path, network).then(
      (found) => found && { ...found, run: found.run.id },
    ));
  const evaluation = buildPrediction(network, stepOptions(dataset, 1));
  const parameters = trained?.parameters ?? initialize(network, seed);
  const predictor = await Predictor.open(evaluation, parameters, 'a text');
  const random = new Random(seed, 'generate');
  const given = plan.prompt ?? spelled(window, names);
  const written: number[] = [];
  try {
    while (written.length < plan.length) {
      signal.throwIfAborted();
      const { outputs } = await predictor.answer({ samples: window, count: 1, state: new Map() });
      // Where each step answers, the last one tells what comes next.
      const drawn = draw(outputs.subarray(-names.length), plan.temperature, random.uniform());
      written.push(drawn);
      window.copyWithin(0, 1);
      window[window.length - 1] = drawn;
    }
  } finally {
    await predictor.dispose();
  }
  return {
    network: network.name,
    data: data.name,
    ...(trained && { run: trained.run }),
    temperature: plan.temperature,
    given,
    text: spelled(written, names),
  };
}

export const generateRunner: Runner<GenerateAction> = { verb: 'generate', run: generate };

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
