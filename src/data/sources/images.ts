import { basename, dirname } from 'node:path';
import { integer, number, optional, pair, string, word, naming } from '../../language/parameters';
import type { Values } from '../../language/vocabulary';
import { formatShape } from '../../text/numbers';
import { ordered } from '../classNames';
import { DataError } from '../dataset';
import { classesIn, type Labelled, labelOf, splitFiles } from '../folders';
import { imageFiles, probePicture, readPicture } from '../images/files';
import { resize } from '../images/resize';
import { assertFits } from '../memoryLimit';
import { noSamples, type Samples } from '../samples';
import { locateFolder } from '../search';
import { breathe, type DataContext, type SourceData, type SourceEntry } from '../source';
import { sharedBytes } from '../stored';

const parameters = {
  folder: naming(
    'folder',
    string('Folder with a folder of images for each class, or with `train` and `test`.'),
  ),
  size: optional(
    pair('Height and width the images are brought to; as they are when left out.', {
      minimum: 1,
      maximum: 4096,
    }),
  ),
  fit: word(
    'How: their middle is cut out in the new proportions, or they are stretched.',
    ['crop', 'stretch'],
    { default: 'crop' },
  ),
  colour: word(
    'The colours of the samples; `auto` takes those of the first image for all.',
    ['auto', 'grey', 'rgb'],
    { default: 'auto' },
  ),
  test: number('Test samples where there is no folder for them: a fraction below 1, or a count.', {
    default: 0.2,
    minimum: 0,
  }),
  seed: integer('Chooses these test samples.', { default: 7 }),
};

type ImageValues = Values<typeof parameters>;

/** Training and test images, in the order of their names. */
async function find(values: ImageValues, context: DataContext) {
  const folder = await locateFolder(values.folder, context);
  return splitFiles(
    folder,
    imageFiles,
    values,
    (folder) => classesIn(folder, imageFiles, context),
    context,
  );
}

/** The shape of samples, by the first image. */
async function shapeOf(first: string, { size, colour }: ImageValues, context: DataContext) {
  const { channels, height, width } = await probePicture(first, colour, context);
  return [channels, ...(size ?? [height, width])];
}

async function load(values: ImageValues, context: DataContext): Promise<SourceData> {
  const found = await find(values, context);
  const first = found.train[0].file;
  const inputShape = await shapeOf(first, values, context);
  const names = ordered(found.train.map(({ name }) => name));
  const labels = new Map(names.map((name, label) => [name, label]));
  const read = (part: readonly Labelled[]) =>
    readAll(part, labels, inputShape, first, values, context);
  const train = await read(found.train);
  return {
    inputShape,
    target: { kind: 'classes', names },
    train,
    test: found.test.length > 0 ? await read(found.test) : noSamples(train),
  };
}

async function readAll(
  part: readonly Labelled[],
  labels: ReadonlyMap<string, number>,
  [channels, height, width]: readonly number[],
  first: string,
  { size, fit, colour }: ImageValues,
  context: DataContext,
): Promise<Samples> {
  const length = channels * height * width;
  const count = part.length;
  assertFits(count * (length + 4), `${count} images`, 'Give a smaller `size`.');
  const inputs = sharedBytes(count * length);
  const targets = new Int32Array(count);
  for (const [i, image] of part.entries()) {
    const { file } = image;
    await breathe(context, `Reading ${dirname(file)}`, i / count);
    const label = labelOf(image, labels, 'image');
    const picture = await readPicture(file, colour, context);
    if (!size && (picture.height !== height || picture.width !== width)) {
      throw new DataError(
        'bad-format',
        `${file} has ${formatShape([picture.height, picture.width])} pixels, ${basename(first)} ${formatShape([height, width])}. ` +
          `Bring all to one size with \`size: ${formatShape([height, width])}\`.`,
        file,
      );
    }
    if (picture.channels !== channels) {
      const kinds = picture.channels === 3 ? ['in colour', 'grey'] : ['grey', 'in colour'];
      throw new DataError(
        'bad-format',
        `${file} is ${kinds[0]}, ${basename(first)} ${kinds[1]}. Make all the same with \`colour: grey\` or \`colour: rgb\`.`,
        file,
      );
    }
    inputs.set(resize(picture, height, width, fit).pixels, i * length);
    targets[i] = label;
  }
  return { count, inputs, targets };
}

export const images: SourceEntry<typeof parameters> = {
  kind: 'source',
  name: 'images',
  synonyms: ['image_folder', 'imagefolder', 'png', 'jpeg', 'jpg'],
  summary: 'Images in PNG and JPEG files, in a folder for each class.',
  details:
    'The names of the folders become the classes. Where the folder holds `train` and `test` (or `val`), each with the folders ' +
    'of the classes, these are the two splits; otherwise test samples are chosen at random by `seed`. Transparency is left ' +
    'out; grey is the luma 0.299 R + 0.587 G + 0.114 B.',
  parameters,
  example: 'source images("pets", size: [64, 64], colour: rgb)',
  load,
  async probe(values, context) {
    const { train, test } = await find(values, context);
    return {
      inputShape: await shapeOf(train[0].file, values, context),
      kind: 'classes',
      targets: new Set(train.map(({ name }) => name)).size,
      samples: { train: train.length, test: test.length },
    };
  },
};
