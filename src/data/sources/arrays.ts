import { integer, integers, number, optional, string, word } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { DataError, type Dataset } from '../dataset';
import { holdOut, pick } from '../holdOut';
import { countClasses, isAbsent, mostClasses } from '../labels';
import type { Samples } from '../samples';
import { numberedClasses, type DataContext, type Probe, type SourceData } from '../source';
import { sharedBytes } from '../stored';
import type { NpyHeader, NumpyArray } from './npyFormat';

/** What is said of arrays wherever they are. */
export const arrayParameters = {
  test_inputs: optional(string('The array with the inputs to test on, with `test_targets`.')),
  test_targets: optional(string('The array with the targets to test on.')),
  test: number('Test samples where there are no arrays for them: a fraction below 1, or a count.', {
    default: 0.2,
    minimum: 0,
  }),
  task: word(
    'What targets are; `auto` takes one whole number for each sample, or step, as its class.',
    ['auto', 'classes', 'values'],
    { default: 'auto' },
  ),
  per: word(
    'What has a target; `auto` takes each step of sequences [steps, features] whose targets have as many steps.',
    ['auto', 'sample', 'step'],
    { default: 'auto' },
  ),
  classes: optional(
    integer('Number of classes; taken from the training labels when left out.', {
      minimum: 1,
      maximum: mostClasses,
    }),
  ),
  shape: optional(
    integers('Shape of a sample, as in `[1, 8, 8]` for images; that of the array when left out.', {
      minimum: 1,
    }),
  ),
  seed: integer('Chooses the test samples.', { default: 7 }),
};

type ArrayValues = Values<typeof arrayParameters>;

/** An array by its name in the notebook, read when asked for. */
export interface NamedArray {
  /** For messages. */
  readonly name: string;
  readonly file: string;
  header(context: DataContext): Promise<NpyHeader>;
  /** `missing`: numbers may be NaN. */
  read(context: DataContext, missing: boolean): Promise<NumpyArray>;
}

export interface NamedArrays {
  readonly inputs: NamedArray;
  readonly targets: NamedArray;
  readonly test?: { readonly inputs: NamedArray; readonly targets: NamedArray };
}

type Shaped = Pick<NpyHeader, 'shape'>;

/** Loads samples from arrays; throws `DataError`. */
export async function loadArrays(
  arrays: NamedArrays,
  values: ArrayValues,
  context: DataContext,
): Promise<SourceData> {
  const { inputShape, channelsLast, steps, isClasses, width } = await layoutOf(
    arrays,
    values,
    context,
  );
  const read = async ({ inputs, targets }: Omit<NamedArrays, 'test'>) => {
    const found = {
      inputs: await inputs.read(context, false),
      targets: await targets.read(context, steps !== undefined),
    };
    assertPaired(inputs, found.inputs, targets, found.targets);
    return found;
  };
  const train = await read(arrays);
  const test = arrays.test && (await read(arrays.test));
  if (arrays.test && test) {
    assertAlike(arrays.inputs, train.inputs, arrays.test.inputs, test.inputs);
    assertAlike(arrays.targets, train.targets, arrays.test.targets, test.targets);
  }
  const samples = ({ inputs, targets }: typeof train): Samples => ({
    count: inputs.shape[0],
    inputs: channelsLast ? channelsFirst(inputs.values, inputShape) : inputs.values,
    targets: isClasses
      ? Int32Array.from(targets.values, (label) => (isAbsent(label) ? -1 : label))
      : Float32Array.from(targets.values),
  });
  const target = {
    ...(isClasses
      ? classesOf(arrays, train.targets, test?.targets, values, steps)
      : namedValues(width)),
    ...(steps !== undefined && { steps }),
  };
  const all = samples(train);
  if (test) return { inputShape, target, train: all, test: samples(test) };
  const members = holdOut(all.count, values.test, values.seed, arrays.inputs.name);
  return { inputShape, target, train: pick(all, members.train), test: pick(all, members.test) };
}

/** What the headers of arrays tell; throws `DataError`. */
export async function probeArrays(
  arrays: NamedArrays,
  values: ArrayValues,
  context: DataContext,
): Promise<Probe> {
  const { inputs, test } = arrays;
  const { count, inputShape, steps, isClasses, width } = await layoutOf(arrays, values, context);
  const tested = test
    ? (await test.inputs.header(context)).shape[0]
    : holdOut(count, values.test, values.seed, inputs.name).test.length;
  return {
    inputShape,
    kind: isClasses ? 'classes' : 'values',
    ...((!isClasses || values.classes) && { targets: isClasses ? values.classes : width }),
    ...(steps !== undefined && { steps }),
    samples: { train: test ? count : count - tested, test: tested },
  };
}

/** What the headers of the training arrays say of samples and targets. */
async function layoutOf(
  { inputs, targets }: NamedArrays,
  values: ArrayValues,
  context: DataContext,
) {
  const [input, target] = [await inputs.header(context), await targets.header(context)];
  assertPaired(inputs, input, targets, target);
  const shaped = sampleShape(input, input.type === 'u1', values, inputs);
  const steps = stepsOf(shaped.inputShape, target, values, targets);
  const width = elements(target.shape.slice(steps === undefined ? 1 : 2));
  const isWhole = !target.type.startsWith('f');
  const { task } = values;
  if (task === 'classes' && width !== 1) {
    throw new DataError(
      'bad-format',
      `\`task: classes\` takes one label for each ${steps === undefined ? 'sample' : 'step'}; ${targets.name} holds ` +
        `${formatShape(target.shape)}. Save labels, or leave \`task\` out.`,
      targets.file,
    );
  }
  return {
    ...shaped,
    count: input.shape[0],
    steps,
    /** Numbers in a target. */
    width,
    isClasses: task === 'classes' || (task === 'auto' && isWhole && width === 1),
  };
}

/** Steps of a sample, where each of them has a target. */
function stepsOf(
  inputShape: readonly number[],
  { shape }: Shaped,
  { per }: ArrayValues,
  { name, file }: NamedArray,
): number | undefined {
  const [steps] = inputShape;
  const fits = inputShape.length <= 2 && shape.length <= 3 && shape[1] === steps;
  if (per === 'sample' || (per === 'auto' && !(fits && inputShape.length === 2))) return undefined;
  if (fits) return steps;
  throw new DataError(
    'bad-format',
    `\`per: step\` needs sequences and a target for each of their steps; the samples are ${formatShape(inputShape)}, and ` +
      `${name} holds ${formatShape(shape)}. Save targets as [samples, steps], or leave \`per\` out.`,
    file,
  );
}

/** The arrays that a source's values name, each as `array` finds it. */
export async function namedArrays(
  {
    inputs,
    targets,
    test_inputs,
    test_targets,
  }: ArrayValues & Record<'inputs' | 'targets', string>,
  array: (name: string) => NamedArray | Promise<NamedArray>,
): Promise<NamedArrays> {
  const test = pairOf(test_inputs, test_targets);
  return {
    inputs: await array(inputs),
    targets: await array(targets),
    ...(test && { test: { inputs: await array(test.inputs), targets: await array(test.targets) } }),
  };
}

/** Test arrays belong together: both or neither. */
function pairOf<T>(inputs: T | undefined, targets: T | undefined) {
  if (inputs !== undefined && targets !== undefined) return { inputs, targets };
  if (inputs === undefined && targets === undefined) return undefined;
  throw new DataError(
    'missing-file',
    '`test_inputs` and `test_targets` belong together; give both or neither.',
  );
}

function assertPaired(
  inputs: NamedArray,
  { shape: [count = 0] }: Shaped,
  targets: NamedArray,
  { shape: [targetCount = 0] }: Shaped,
): void {
  if (count === 0) {
    throw new DataError('empty', `${inputs.name} holds no samples. Save some.`, inputs.file);
  }
  if (count === targetCount) return;
  throw new DataError(
    'bad-format',
    `${inputs.name} has ${count} samples but ${targets.name} has ${targetCount} targets. Use arrays that belong together.`,
    targets.file,
  );
}

/** Throws where the samples of a test have another shape. */
function assertAlike(train: NamedArray, of: Shaped, test: NamedArray, other: Shaped): void {
  const [expected, found] = [of, other].map(({ shape }) => formatShape(shape.slice(1)));
  if (expected === found) return;
  throw new DataError(
    'bad-format',
    `The samples of ${test.name} have the shape ${found}, those of ${train.name} ${expected}. Use arrays of one shape.`,
    test.file,
  );
}

/** Shape of a sample, and whether its channels have to be moved to the front. */
function sampleShape(
  { shape: [, ...shape] }: Shaped,
  isImage: boolean,
  { shape: wanted }: ArrayValues,
  { name, file }: NamedArray,
): { inputShape: readonly number[]; channelsLast?: boolean } {
  if (wanted) {
    if (elements(wanted) === elements(shape)) return { inputShape: wanted };
    throw new DataError(
      'bad-format',
      `The samples of ${name} have the shape ${formatShape(shape)}, which does not fill ${formatShape(wanted)}. Correct \`shape\`.`,
      file,
    );
  }
  if (shape.length === 0) return { inputShape: [1] };
  if (shape.length === 2 && isImage) return { inputShape: [1, ...shape] };
  const [height, width, channels] = shape;
  if (shape.length === 3 && [1, 3].includes(channels) && ![1, 3].includes(height)) {
    return { inputShape: [channels, height, width], channelsLast: true };
  }
  return { inputShape: shape };
}

/** Images with their channels in front. */
function channelsFirst<T extends Samples['inputs']>(values: T, inputShape: readonly number[]): T {
  const [channels, height, width] = inputShape;
  const size = height * width;
  const { buffer } = sharedBytes(values.byteLength);
  const moved = new (values.constructor as new (buffer: ArrayBufferLike) => T)(buffer);
  for (let i = 0; i < values.length; i += channels) {
    const pixel = i / channels;
    const at = Math.floor(pixel / size) * channels * size + (pixel % size);
    for (let channel = 0; channel < channels; channel++)
      moved[at + channel * size] = values[i + channel];
  }
  return moved;
}

const namedValues = (count: number): Dataset['target'] => ({
  kind: 'values',
  names: Array.from({ length: count }, (_, i) => String(i + 1)),
});

/** The classes of labels, before they are stored as such. */
function classesOf(
  { targets, test }: NamedArrays,
  train: NumpyArray,
  tested: NumpyArray | undefined,
  { classes }: ArrayValues,
  steps: number | undefined,
): Dataset['target'] {
  const labelled = ({ name }: NamedArray, { values }: NumpyArray) => ({
    file: name,
    labels: values,
  });
  const testLabels = test && tested && labelled(test.targets, tested);
  return numberedClasses(countClasses(labelled(targets, train), testLabels, classes, steps));
}
