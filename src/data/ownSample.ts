import { withSources } from './load';
import { DataError, type Dataset } from './dataset';
import type { DataPlan } from './plan';
import type { DataContext, OwnFile, OwnSample } from './source';
import { sources } from './sources';
import { noSamples } from './samples';
import { transformed, transforms } from './transforms';
import type { UsedSamples } from './transforms/transform';

/** Makes a sample of a data set of a file that a user brings, as those of its source are made. Throws `DataError`. */
export async function ownSample(
  plan: DataPlan,
  { inputShape }: Pick<Dataset, 'inputShape'>,
  file: OwnFile,
  context: DataContext,
): Promise<OwnSample> {
  const entry = sources.of(plan.source);
  if (!entry.convert)
    throw new DataError(
      'bad-format',
      `The samples of \`${plan.name}\` are not made of files one by one, so ${file.name} cannot become one.`,
    );
  const own = await entry.convert(
    plan.source.arguments as never,
    file,
    inputShape,
    withSources(context),
  );
  // The others choose samples, or change their classes.
  const changing = (plan.transforms ?? []).filter((call) => {
    const { resizes, classesOnly } = transforms.of(call);
    return !resizes && !classesOnly;
  });
  const { train } = await transformed(alone(own.inputs, inputShape), changing, context);
  return { ...own, inputs: train.inputs as Float32Array };
}

const alone = (inputs: Float32Array, inputShape: readonly number[]): UsedSamples => {
  const one = { count: 1, inputs, targets: Int32Array.of(0) };
  return {
    inputShape,
    target: { kind: 'classes', names: [''] },
    ...{ train: one, test: noSamples(one) },
    members: { train: Int32Array.of(0), validation: new Int32Array() },
  };
};
