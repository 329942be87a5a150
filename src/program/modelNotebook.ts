import { stringify } from 'yaml';
import { quoted } from '../language/literals';
import { formatVersion } from '../notebook/notebook';
import type { OnnxLayer } from '../onnx/layers';
import type { OnnxNetwork } from '../onnx/importNetwork';
import { networkKey } from '../network/networkHash';
import { elements } from '../shape/elements';
import { escapeMarkdown } from '../text/markdown';
import { formatShape } from '../text/numbers';

/** Lengths that a file leaves open, where nothing says what they should be: usual for images, for sequences. */
const usual = { image: 224, sequence: 64 };

/** Classes of a new head, where neither data nor model say how many there are. */
const someClasses = 10;

/** Why a model cannot be gone on with in a notebook. */
export class NotebookRefusal extends Error {}

/**
 * The text of a notebook in which a model is scored as it is and trained further: data that suit its input, most of its parameters frozen, a
 * new head in place of its last layer of weights. Throws `NotebookRefusal`.
 */
export function modelNotebook(network: OnnxNetwork, file: string): string {
  const { inputs } = network;
  const [input, ...more] = inputs;
  if (!input || more.length > 0)
    throw new NotebookRefusal(
      `A network reads one input; this model has ${inputs.length || 'none'}.`,
    );
  const isNumbers = ['float32', 'int64', 'int32'].includes(input.dataType);
  if (!isNumbers)
    throw new NotebookRefusal(`A network reads numbers; this model reads ${input.dataType}.`);
  if (input.shape.length === 0 || input.shape.length > 3)
    throw new NotebookRefusal(
      `The notebook’s data are rows, sequences or images; this model reads ${formatShape(input.shape)}.`,
    );
  const shape = shapeOf(input.shape);
  const layers = layersFor(network, shape);
  const name = networkName(file);
  const data = dataFor(shape, network);
  const head = headOf(layers, data.classes ?? classesOf(network) ?? someClasses);
  const isOpen = input.shape.some((length) => typeof length === 'string');
  const inputLine = isOpen ? [`  input ${data.input}${formatShape(shape)}`] : [];
  const own = head.isOwn ? [] : ['  output: softmax'];
  const from = `from ${quoted(file)}`;
  const asItIs = [...inputLine, ...(head.isClasses ? own : [])];
  return [
    `---\n${stringify({ dnn: formatVersion, title: `Fine-tuning ${file}` }).trimEnd()}\n---\n`,
    `# Fine-tuning ${escapeMarkdown(file)}\n`,
    `${data.about} Any others do whose samples have the shape ${formatShape(shape)}.\n`,
    cell(`data ${data.name} {`, ...data.lines, '}'),
    `## As it is\n`,
    cell(
      `network ${name} ${from}${asItIs.length > 0 ? ' {' : ''}`,
      ...asItIs,
      ...(asItIs.length > 0 ? ['}'] : []),
    ),
    `## Trained further\n`,
    `${head.about} With \`frozen all\` only what is new learns; name some parameters instead, and the others learn, too.\n`,
    cell(
      `network Tuned ${from} {`,
      ...inputLine,
      ...(head.cut === undefined ? [] : ['  frozen all', `  cut ${quoted(head.cut)}`]),
      ...head.lines,
      '}',
    ),
    cell(
      `train Tuned on ${data.name} {`,
      '  loss cross_entropy',
      '  optimizer adam(rate: 0.001)',
      '  epochs 5',
      '}',
    ),
    cell(`export Tuned to ${quoted(file.replace(/\.onnx$/i, '') + '-tuned.onnx')}`),
  ].join('\n');
}

const cell = (...lines: readonly string[]): string => ['```dnn', ...lines, '```', ''].join('\n');

const shapeOf = (shape: readonly (number | string)[]): readonly number[] =>
  shape.map((length, axis) => {
    if (typeof length === 'number') return length;
    if (shape.length === 3) return axis === 0 ? 3 : usual.image;
    return usual.sequence;
  });

function layersFor(network: OnnxNetwork, shape: readonly number[]): readonly OnnxLayer[] {
  try {
    return network.layers(shape);
  } catch (error) {
    throw new NotebookRefusal((error as Error).message, { cause: error });
  }
}

/** `mnist-8.onnx` → `Mnist8`, a name of the language. */
export function networkName(file: string): string {
  const words = file.replace(/\.onnx$/i, '').match(/[\p{L}\p{N}]+/gu) ?? [];
  const name = words
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join('')
    .slice(0, 60);
  if (name === '' || name === 'Tuned') return 'Model';
  return /^\p{L}/u.test(name) ? name : `Model${name}`;
}

interface SuitableData {
  readonly name: string;
  /** What the network's input is called. */
  readonly input: string;
  readonly lines: readonly string[];
  readonly about: string;
  readonly classes?: number;
}

function dataFor(shape: readonly number[], { model, inputs }: OnnxNetwork): SuitableData {
  // A model that was exported from here has its normalization in it; whole numbers, such as tokens, have no scale.
  const isScaled = networkKey in model.metadata || inputs[0].dataType !== 'float32';
  const normalize = isScaled ? 'none' : 'standard';
  const lines = (source: string, batch: number, validation?: number) => [
    `  source ${source}`,
    ...(validation === undefined ? [] : [`  split validation ${validation}`]),
    `  normalize ${normalize}`,
    `  batch ${batch}`,
  ];
  const [first, height, width] = shape;
  if (shape.join() === '1,28,28')
    return {
      ...{ name: 'digits', input: 'image', classes: 10 },
      lines: lines('digits(train: 6000, test: 1000)', 64, 1000),
      about: 'Digits that are drawn here, without a download.',
    };
  if (shape.join() === '3,32,32')
    return {
      ...{ name: 'photos', input: 'image', classes: 10 },
      lines: lines('cifar10("cifar10")', 64, 5000),
      about: 'The photographs of CIFAR-10, in the folder `cifar10` beside this notebook.',
    };
  if (shape.length === 3 && (first === 1 || first === 3))
    return {
      ...{ name: 'photos', input: 'image' },
      lines: lines(
        `images("images", size: ${formatShape([height, width])}, colour: ${first === 1 ? 'grey' : 'rgb'})`,
        elements(shape) > 60_000 ? 16 : 64,
      ),
      about: 'Images in the folder `images` beside this notebook, with a folder for each class.',
    };
  if (shape.length === 1)
    return {
      ...{ name: 'rows', input: 'x' },
      lines: lines('csv("data.csv", task: classes)', 32),
      about: 'A table beside this notebook whose last column is the class.',
    };
  return {
    ...{ name: 'samples', input: 'x' },
    lines: lines('npz("data.npz", inputs: "x", targets: "y", per: sample, task: classes)', 32),
    about: 'Arrays of NumPy beside this notebook, `x` with the samples and `y` with their classes.',
  };
}

/** As many as the model tells apart, where it gives a number for each. */
function classesOf({ outputs: [output] }: OnnxNetwork): number | undefined {
  const [count, ...more] = output?.shape ?? [];
  return more.length === 0 && typeof count === 'number' && count > 1 ? count : undefined;
}

interface Head {
  /** The tensor at which the model ends; undefined where nothing of it is worth keeping. */
  readonly cut?: string;
  readonly lines: readonly string[];
  readonly about: string;
  /** The model gives a number for each class, and makes them probabilities itself. */
  readonly isClasses: boolean;
  readonly isOwn: boolean;
}

/** A head in place of the last layer with weights. */
function headOf(layers: readonly OnnxLayer[], classes: number): Head {
  const last = layers.at(-1);
  const isClasses = last?.shape.length === 1 && last.shape[0] > 1;
  const isOwn = last?.activation === 'softmax';
  const weighted = layers.filter(
    ({ parameters, multiplyAdds }) => parameters.length > 0 && multiplyAdds > 0,
  );
  const below = layers.find(({ tensor }) => tensor === weighted.at(-1)?.inputs[0]);
  const isImage = below?.shape.length === 3;
  const output = `  output: dense(${classes}) softmax`;
  if (!below)
    return {
      ...{ isClasses, isOwn },
      lines: [output],
      about: 'The model has a single layer with weights: a new one learns behind it.',
    };
  return {
    ...{ isClasses, isOwn },
    cut: below.tensor,
    lines: [...(isImage ? ['  global_avg_pool'] : []), output],
    about: `The model ends before its last layer with weights, and a new one for ${classes} classes takes its place.`,
  };
}
