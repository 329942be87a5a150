import { basename } from 'node:path';
import { clientFile } from '../../../program/clients';
import { visible, visibleJson } from '../../../text/visible';
import type { Client } from './client';
import { filler, namesOfFeatures, pixelsAre, type ClientModel } from './clientModel';
import { answersOf } from './answers';
import { mark } from './mark';
import { pythonModules } from './pythonModules';

/** How one kind of input is read. */
interface Reading {
  /** Packages besides ONNX Runtime and NumPy. */
  readonly packages?: string;
  readonly imports?: string;
  /** What stands behind the script's name. */
  readonly usage: string;
  /** Makes `samples`, a batch of one. */
  readonly code: string;
}

const text = visibleJson;

/** `1, 28, 28`; an open length is as long as what is given. */
const lengths = ({ input: { shape, isOpen } }: ClientModel): string =>
  [1, ...(isOpen ? [-1, ...shape.slice(1)] : shape)].join(', ');

const readings: Readonly<Record<ClientModel['input']['reads'], (model: ClientModel) => Reading>> = {
  picture: ({ input: { shape, normalization } }) => {
    const [channels, height, width] = shape;
    const grey = channels === 1;
    return {
      packages: ' pillow',
      imports: 'from PIL import Image, ImageOps',
      usage: 'picture.png',
      code: `# ${pixelsAre(normalization)}
picture = ImageOps.exif_transpose(Image.open(sys.argv[1])).convert("${grey ? 'L' : 'RGB'}")
pixels = np.asarray(ImageOps.pad(picture, (${width}, ${height})), np.float32) / 255
samples = ${grey ? 'pixels[None, None]' : 'pixels.transpose(2, 0, 1)[None]'}`,
    };
  },
  row: (model) => ({
    usage: `NUMBERS  (${String(model.input.shape[0])}${namesOfFeatures(model) || ' of them'})`,
    code: `numbers = " ".join(sys.argv[1:]).replace(",", " ").split()
samples = np.array(numbers, np.float32).reshape(${lengths(model)})`,
  }),
  characters: ({ input: { shape, characters = [] } }) => ({
    usage: '"Some text"',
    code: `# The last ${shape[0]} characters, each by its number.
alphabet = json.loads(metadata["characters"])
text = sys.argv[1][-${shape[0]}:].rjust(${shape[0]}, ${text(filler(characters))})
samples = np.array([[alphabet.index(character) for character in text]], np.float32)`,
  }),
  numbers: (model) =>
    model.input.shape.length <= 2
      ? {
          usage: `numbers.csv  (a line for each step${namesOfFeatures(model)})`,
          code: `numbers = np.loadtxt(sys.argv[1], np.float32, delimiter=",")
samples = numbers.reshape(${lengths(model)})`,
        }
      : {
          usage: 'numbers.npy',
          code: `samples = np.load(sys.argv[1]).astype(np.float32).reshape(${lengths(model)})`,
        },
};

/** A script on onnxruntime and NumPy, for pictures also Pillow. */
export const python: Client = {
  write: script,
  harm: (name) =>
    pythonModules.has(name)
      ? `would take the place of Python’s module \`${name}\` in this folder`
      : undefined,
};

function script(model: ClientModel): string {
  const { file, input, output } = model;
  const { packages = '', imports, usage, code } = readings[input.reads](model);
  const itself = visible(basename(clientFile(file, 'python')));
  const names = output.answers;
  const metadata = names !== undefined || input.reads === 'characters';
  const head = `${mark(visible(file))}
Usage:  python ${itself} ${usage}
Needs:  pip install onnxruntime numpy${packages}
`;
  return `"""${head.replace(/["\\]/g, '\\$&')}"""
${metadata ? 'import json\n' : ''}import sys
from pathlib import Path

import numpy as np
import onnxruntime as ort
${imports ? `${imports}\n` : ''}
if len(sys.argv) < 2:
    sys.exit(__doc__)
session = ort.InferenceSession(Path(__file__).with_name(${text(file)}))
${metadata ? 'metadata = session.get_modelmeta().custom_metadata_map\n' : ''}${names ? `${names} = json.loads(metadata["${names}"])\n` : ''}
${code}
${normalizing(input)}[[answer]] = session.run([${text(output.name)}], {${text(input.name)}: samples})
${prints[answersOf(output)](names ?? '')}
`;
}

/** Where the model does not normalize; units are along the first axis of pictures, along the last of others. */
function normalizing({ reads, normalization }: ClientModel['input']): string {
  if (!normalization) return '';
  const list = (numbers: readonly number[]) =>
    numbers.length === 1
      ? String(numbers[0])
      : `np.float32([${numbers.join(', ')}])${reads === 'picture' ? '.reshape(-1, 1, 1)' : ''}`;
  return `# Normalized as in training, which this model leaves to those who run it.
mean = ${list(normalization.mean)}
scale = ${list(normalization.scale)}
samples = (samples - mean) * scale
`;
}

/** How the answer to a sample is printed, with the list of names where it has one. */
const prints: Readonly<Record<ReturnType<typeof answersOf>, (names: string) => string>> = {
  probabilities: (names) => `for i in np.argsort(-answer)[:10]:
    print(f"{answer[i]:7.2%}  {${names}[i]}")`,
  scores: (names) => `for i in np.argsort(-answer)[:10]:
    print(f"{answer[i]:9.4g}  {${names}[i]}")`,
  second: (names) => `print(f"{answer[0]:9.4g}  {${names}[1]}")`,
  values: (names) => `for name, value in zip(${names}, answer):
    print(f"{value:9.4g}  {name}")`,
  steps: (names) => `for step in answer:
    print(f"{step.max():7.2%}  {${names}[step.argmax()]}")`,
  numbers: () => 'print(answer)',
};
