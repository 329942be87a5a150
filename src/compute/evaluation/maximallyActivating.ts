import * as z from 'zod';
import { splitToLookAt } from '../../data/dataset';
import { buildMaxima } from '../../learning/maxima';
import { unitAxis } from '../../network/shapes';
import { keepReport, keptReport } from '../../runs/reports';
import type { Run } from '../../runs/run';
import { evaluationOptions, openLook, type Look } from '../inspect/look';
import { overSplit } from '../inspect/overSplit';
import { largestBatch, layersNamed } from '../inspect/subject';
import type { LiveParameters } from '../jobs/liveParameters';
import type { Surroundings } from '../jobs/jobs';
import type { AnalyzedNotebook } from '../notebooks/notebook';
import {
  maximallyActivatingLimits as limits,
  type MaximallyActivating,
} from '../protocol/maximallyActivating';
import type { Validated } from '../protocol/protocol';
import { userError } from '../wire/error';
import { aboutSplit, countsOf, expectSamples, keyOf } from './about';
import { teller, type Maximum } from './activatingSample';
import { Greatest } from './greatest';

type Request = Omit<Validated<'maximallyActivating'>, 'notebook' | 'overrides' | 'id' | 'run'> & {
  readonly run?: Run | undefined;
};

/** Reports of another version are counted again. */
const version = 1;

/** Of each unit the samples with the greatest values: [sample, value, place]. */
const report = z.object({
  samples: z.number().int(),
  units: z.array(z.array(z.tuple([z.number().int(), z.number(), z.number().int()]))),
});
type Report = z.infer<typeof report>;

/** Layers that were looked at last: one asks of one unit after the other. */
const mostKept = 8;
const kept = new Map<string, Report>();

/**
 * The samples of a split for which units of a layer give the greatest outputs, with the patch of an image that the unit saw (Zeiler
 * and Fergus, Visualizing and Understanding Convolutional Networks, 2014). All units of the layer are looked at together; what was
 * found for the parameters of a checkpoint is kept in the folder of its run. Throws a `CoreError`, too, where it is told to stop.
 */
export async function maximallyActivating(
  notebook: AnalyzedNotebook,
  request: Request,
  live: LiveParameters,
  surroundings: Surroundings,
): Promise<MaximallyActivating> {
  const look = await openLook(notebook, request, live);
  const { network, data, dataset, trained } = look;
  const split = request.split ?? splitToLookAt(countsOf(look));
  expectSamples(look, split, 'look at');
  const { first, count } = request;
  const [layer] = layersNamed(network, [request.layer]);
  const units = Math.min(limits.units, layer.shape[unitAxis(layer.shape)] ?? 1);
  if (first >= units)
    throw userError(
      'no-unit',
      `\`${layer.id}\` has no unit ${first} that can be looked at: its units are numbered 0 to ${units - 1}.`,
    );
  const about = { version, layer: layer.id, limits, ...aboutSplit(look, split) };
  const found = await known(keyOf(notebook, about), trained?.folder, about, () =>
    findMaxima(look, split, layer, units, surroundings),
  );
  const tell = teller(look, split, layer.id);
  return {
    network: network.name,
    data: data.name,
    split,
    ...(trained && { run: trained.run }),
    step: trained?.step ?? 0,
    samples: found.samples,
    of: dataset.splits[split].count,
    layer: layer.id,
    units: found.units.slice(first, first + count).map((maxima, i) => ({
      unit: first + i,
      samples: maxima.map(([sample, value, at]) => tell({ sample, value, at })),
    })),
  };
}

/** What is remembered, else what is in the folder of the run, else what is found now. */
async function known(
  key: string,
  folder: string | undefined,
  about: object,
  find: () => Promise<Report>,
): Promise<Report> {
  const kind = 'maximally-activating';
  const stored = async () => {
    const read = folder === undefined ? undefined : await keptReport(folder, kind, about);
    return report.safeParse(read).data;
  };
  const before = kept.get(key) ?? (await stored());
  const found = before ?? (await find());
  kept.delete(key);
  kept.set(key, found);
  for (const oldest of [...kept.keys()].slice(0, -mostKept)) kept.delete(oldest);
  // A report that cannot be kept is found again.
  if (!before && folder !== undefined)
    await keepReport(folder, kind, about, found).catch(console.error);
  return found;
}

async function findMaxima(
  look: Look,
  split: MaximallyActivating['split'],
  layer: Look['network']['layers'][number],
  units: number,
  surroundings: Surroundings,
): Promise<Report> {
  const { network, dataset, device, parameters } = look;
  const step = buildMaxima(network, layer, units, evaluationOptions(look, largestBatch));
  const best = Array.from({ length: units }, () => new Greatest<Maximum>(limits.perUnit));
  let samples = 0;
  await overSplit(
    device,
    step,
    { dataset, split, atMost: limits.samples, spread: true, parameters },
    surroundings,
    async (look) => {
      const outputs = [step.greatest, step.place];
      for await (const { length, indices, results } of look(outputs, 'Looking for samples')) {
        const [values, places] = outputs.map((name) => results[name].data as Float32Array);
        for (let i = 0; i < length; i++)
          best.forEach((greatest, unit) => {
            const value = values[i * units + unit];
            // Samples for which it gives no number excite it neither way.
            if (Number.isFinite(value))
              greatest.add(value, () => ({
                ...{ sample: indices[i], value, at: places[i * units + unit] },
              }));
          });
        samples += length;
      }
    },
  );
  if (surroundings.signal.aborted)
    throw userError('cancelled', `The search in \`${layer.id}\` was cancelled.`);
  return {
    samples,
    units: best.map(({ items }) =>
      items.map(({ sample, value, at }): [number, number, number] => [sample, value, at]),
    ),
  };
}
