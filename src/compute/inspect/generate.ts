import { buildPrediction } from '../../learning/evaluation';
import { initialize } from '../../network/initialize';
import type { GenerateAction } from '../../program/verbs/generate';
import { lastTraining } from '../../program/verbs/train';
import { whyNoText } from '../../program/whyNoText';
import { cachedData } from '../batches/cachedData';
import { stepOptions } from '../batches/stepOptions';
import { written } from '../batches/written';
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
  const trained =
    (await live(notebook.path, network)) ??
    (await lastTrained(notebook.path, network).then(
      (found) => found && { ...found, run: found.run.id },
    ));
  const evaluation = buildPrediction(network, stepOptions(dataset, 1));
  const parameters = trained?.parameters ?? initialize(network, seed);
  const predictor = await Predictor.open(evaluation, parameters, 'a text');
  try {
    const wrote = await written(dataset, {
      ...plan,
      seed,
      signal,
      answer: async (samples) =>
        (await predictor.answer({ samples, count: 1, state: new Map() })).outputs,
    });
    return {
      network: network.name,
      data: data.name,
      ...(trained && { run: trained.run }),
      temperature: plan.temperature,
      ...wrote,
    };
  } finally {
    await predictor.dispose();
  }
}

export const generateRunner: Runner<GenerateAction> = { verb: 'generate', run: generate };
