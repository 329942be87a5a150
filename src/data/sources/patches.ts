import { basename } from 'node:path';
import { entry, integer, optional, pair, string, word, naming } from '../../language/parameters';
import type { BoundCall, Values } from '../../language/vocabulary';
import { Random } from '../../random/random';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import { DataError } from '../dataset';
import { filesIn } from '../folders';
import { imageFiles, probePicture, readPicture } from '../images/files';
import { assertFits } from '../memoryLimit';
import type { Samples } from '../samples';
import { locateFolder } from '../search';
import {
  breathe,
  type DataContext,
  type SourceContext,
  type SourceData,
  type SourceEntry,
} from '../source';
import { sharedBytes } from '../stored';

const parameters = {
  folder: optional(
    naming('folder', string('Folder with photographs, as PNG or JPEG files of any size.')),
  ),
  of: optional(entry('Another source of images, in place of the folder.', 'source')),
  size: pair('Height and width of a patch.', { default: [8, 8], minimum: 1, maximum: 4096 }),
  train: integer('Number of patches to train on.', { minimum: 1, default: 20000 }),
  test: integer('Number of patches to test on, from the test images of `of`.', {
    minimum: 0,
    default: 0,
  }),
  normalize: word(
    'What is done to each patch: `mean` subtracts its mean, `contrast` also divides by its standard deviation.',
    ['none', 'mean', 'contrast'],
    { default: 'none' },
  ),
  colour: word('The colours of patches from a folder.', ['grey', 'rgb'], { default: 'grey' }),
  seed: integer('Chooses the patches.', { default: 7 }),
};

type PatchValues = Values<typeof parameters>;

/** Added to the variance of a patch (Coates, Ng and Lee, 2011: 10 for pixels up to 255), lest flat ones become noise. */
const leastVariance = 10 / 255 ** 2;

/** Where patches are written, one after the other. */
class Patches {
  readonly samples: Samples;
  private readonly size: number;

  constructor(
    count: number,
    private readonly channels: number,
    private readonly values: Pick<PatchValues, 'size' | 'normalize'>,
    /** Whether pixels are bytes. */
    bytes: boolean,
    targets: Samples['targets'],
  ) {
    this.size = channels * elements(values.size);
    const stored = bytes && values.normalize === 'none' ? 1 : 4;
    const needed = count * this.size * stored;
    assertFits(needed, `${count} patches`, 'Ask for fewer.');
    const { buffer } = sharedBytes(needed);
    const inputs = stored === 1 ? new Uint8Array(buffer) : new Float32Array(buffer);
    this.samples = { count, inputs, targets };
  }

  /** Takes patch `index` from a picture [channels, height, width], its upper left corner at random. */
  take(
    index: number,
    pixels: Uint8Array | Float32Array,
    height: number,
    width: number,
    random: Random,
  ): void {
    const [rows, columns] = this.values.size;
    const top = random.integer(height - rows + 1);
    const left = random.integer(width - columns + 1);
    const { inputs } = this.samples;
    const unit = pixels instanceof Uint8Array && inputs instanceof Float32Array ? 255 : 1;
    let at = index * this.size;
    for (let channel = 0; channel < this.channels; channel++) {
      for (let row = 0; row < rows; row++) {
        const from = (channel * height + top + row) * width + left;
        for (let i = from; i < from + columns; i++) inputs[at++] = pixels[i] / unit;
      }
    }
    if (this.values.normalize !== 'none') this.normalize(index);
  }

  private normalize(index: number): void {
    const patch = this.samples.inputs.subarray(index * this.size, (index + 1) * this.size);
    let mean = 0;
    for (const value of patch) mean += value / this.size;
    let variance = 0;
    for (const value of patch) variance += (value - mean) ** 2 / this.size;
    const scale =
      this.values.normalize === 'contrast' ? 1 / Math.sqrt(variance + leastVariance) : 1;
    for (let i = 0; i < patch.length; i++) patch[i] = (patch[i] - mean) * scale;
  }
}

/** Throws where a picture is smaller than a patch. */
function assertLarger([rows, columns]: readonly number[], shape: readonly number[], what: string) {
  const [height, width] = shape.slice(1);
  if (height >= rows && width >= columns) return;
  throw new DataError(
    'bad-format',
    `${what} ${formatShape([height, width])} pixels, fewer than a patch of ${formatShape([rows, columns])}. Make \`size\` ` +
      'smaller, or use larger images.',
  );
}

async function photographs(folder: string, context: DataContext): Promise<[string, ...string[]]> {
  const found = await locateFolder(folder, context);
  const [first, ...others] = (await filesIn(found, imageFiles, context)).files;
  if (first !== undefined) return [first, ...others];
  throw new DataError(
    'empty',
    `${found} holds no images (.png, .jpg or .jpeg). Give the folder that holds them.`,
    found,
  );
}

/** Patches of photographs; the class of each is the photograph. Only one of these is in memory at a time. */
async function fromFolder(
  folder: string,
  values: PatchValues,
  context: DataContext,
): Promise<SourceData> {
  const files = await photographs(folder, context);
  const channels = values.colour === 'grey' ? 1 : 3;
  const make = (part: 'train' | 'test', count: number) => {
    assertFits(8 * count, `${count} patches`, 'Ask for fewer.');
    const random = new Random(values.seed, 'patches', part);
    const from = Int32Array.from({ length: count }, () => random.integer(files.length));
    const wanted = files.map((): number[] => []);
    from.forEach((photograph, index) => wanted[photograph].push(index));
    return { part, wanted, patches: new Patches(count, channels, values, true, from) };
  };
  const parts = [make('train', values.train), make('test', values.test)] as const;
  for (const [i, file] of files.entries()) {
    await breathe(context, `Reading ${file}`, i / files.length);
    if (parts.every(({ wanted }) => wanted[i].length === 0)) continue;
    const { pixels, height, width } = await readPicture(file, values.colour, context);
    assertLarger(values.size, [channels, height, width], `${file} has`);
    for (const { part, wanted, patches } of parts) {
      const random = new Random(values.seed, 'patches', part, i);
      for (const index of wanted[i]) patches.take(index, pixels, height, width, random);
    }
  }
  const [train, test] = parts;
  return {
    inputShape: [channels, ...values.size],
    target: { kind: 'classes', names: files.map((file) => basename(file)) },
    train: train.patches.samples,
    test: test.patches.samples,
  };
}

/** Patches of the images of another source, with their targets. */
async function fromSource(
  of: BoundCall,
  values: PatchValues,
  context: SourceContext,
): Promise<SourceData> {
  const data = await context.sourceOf(of).load(of.arguments as never, context);
  assertImages(of.name, data.inputShape, values);
  const make = (part: 'train' | 'test', count: number) =>
    patchesOf(data[part], data, new Random(values.seed, 'patches', part), count, values, context);
  if (values.test > 0 && data.test.count === 0) {
    throw new DataError(
      'bad-split',
      `\`${of.name}\` has no test images to take \`test: ${values.test}\` patches from. Leave \`test\` out.`,
    );
  }
  return {
    inputShape: [data.inputShape[0], ...values.size],
    target: data.target,
    train: await make('train', values.train),
    test: await make('test', values.test),
  };
}

async function patchesOf(
  images: Samples,
  { inputShape, target }: SourceData,
  random: Random,
  count: number,
  values: PatchValues,
  context: DataContext,
): Promise<Samples> {
  const [channels, height, width] = inputShape;
  const size = elements(inputShape);
  const wide = target.kind === 'classes' ? 1 : target.names.length;
  assertFits(count * wide * 4, `${count} patches`, 'Ask for fewer.');
  const targets = images.targets.slice(0, 0);
  const kept = new (targets.constructor as new (length: number) => typeof targets)(count * wide);
  const patches = new Patches(count, channels, values, images.inputs instanceof Uint8Array, kept);
  for (let index = 0; index < count; index++) {
    if (index % 1000 === 0) await breathe(context, 'Cutting out patches', index / count);
    const image = random.integer(images.count);
    const pixels = images.inputs.subarray(image * size, (image + 1) * size);
    patches.take(index, pixels, height, width, random);
    kept.set(images.targets.subarray(image * wide, (image + 1) * wide), index * wide);
  }
  return patches.samples;
}

function assertImages(name: string, shape: readonly number[], { size }: PatchValues): void {
  if (shape.length !== 3) {
    throw new DataError(
      'not-images',
      `The samples of \`${name}\` have the shape ${formatShape(shape)}; patches are taken of images, [channels, height, width].`,
    );
  }
  assertLarger(size, shape, `The images of \`${name}\` have`);
}

/** Where patches come from, exactly one of both: a folder or another source. */
function origin({ folder, of }: PatchValues): string | BoundCall {
  const given = folder ?? of;
  if (given !== undefined && (folder === undefined || of === undefined)) return given;
  throw new DataError(
    'missing-file',
    '`patches` needs a folder of photographs or another source, as in `patches("photographs")` or ' +
      '`patches(of: digits(train: 1000))`.',
  );
}

export const patches: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'patches',
  synonyms: ['photographs', 'crops'],
  summary:
    'Small pieces of images, cut out at random: of photographs, or of the images of another source.',
  details:
    'What filters and dictionaries are learned from. A patch of a photograph has the name of its file for a class; one of ' +
    'another source has the target of its image. `contrast` is $(x - \\bar x) / \\sqrt{\\mathrm{var}(x) + 10/255^2}$ over the ' +
    'pixels of the patch (Coates, Ng & Lee, 2011).',
  parameters,
  example: 'source patches("photographs", size: [12, 12], train: 50000, normalize: contrast)',
  load(values, context) {
    const from = origin(values);
    return typeof from === 'string'
      ? fromFolder(from, values, context)
      : fromSource(from, values, context);
  },
  async probe(values, context) {
    const from = origin(values);
    const { size, train, test, colour } = values;
    const samples = { train, test };
    if (typeof from === 'string') {
      const files = await photographs(from, context);
      const { channels, height, width } = await probePicture(files[0], colour, context);
      assertLarger(size, [channels, height, width], `${files[0]} has`);
      return { inputShape: [channels, ...size], kind: 'classes', targets: files.length, samples };
    }
    const found = await context.sourceOf(from).probe(from.arguments as never, context);
    if (!found) return undefined;
    assertImages(from.name, found.inputShape, values);
    return { ...found, inputShape: [found.inputShape[0], ...size], samples };
  },
};
