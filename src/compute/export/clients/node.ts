import { basename } from 'node:path';
import { clientFile } from '../../../program/clients';
import { elements } from '../../../shape/elements';
import { visible, visibleJson } from '../../../text/visible';
import type { Client } from './client';
import { filler, namesOfFeatures, pixelsAre, type ClientModel } from './clientModel';
import { answersOf } from './answers';
import { mark } from './mark';

/** How one kind of input is read. */
interface Reading {
  /** Packages besides ONNX Runtime. */
  readonly packages?: string;
  readonly imports?: string;
  /** What stands behind the script's name. */
  readonly usage: string;
  /** Makes `numbers`, those of one sample. */
  readonly code: string;
}

const readings: Readonly<Record<ClientModel['input']['reads'], (model: ClientModel) => Reading>> = {
  picture: ({ input: { shape, normalization } }) => {
    const [channels, height, width] = shape.map(Number);
    const size = height * width;
    const pixels =
      channels === 1
        ? `Float32Array.from({ length: ${size} }, (_, i) => {
  const [red, green, blue] = data.subarray(3 * i);
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
});`
        : `Float32Array.from(data, (_, i) => data[3 * (i % ${size}) + Math.floor(i / ${size})] / 255);`;
    return {
      packages: ' sharp',
      imports: "import sharp from 'sharp';\n",
      usage: 'picture.png',
      code: `// ${pixelsAre(normalization)}
const picture = sharp(process.argv[2]).autoOrient().flatten().toColourspace('srgb');
const data = await picture.resize(${width}, ${height}, { fit: 'contain' }).raw().toBuffer();
const numbers = ${pixels}`,
    };
  },
  row: (model) => ({
    usage: `NUMBERS  (${String(model.input.shape[0])}${namesOfFeatures(model) || ' of them'})`,
    code: `const numbers = Float32Array.from(process.argv.slice(2).join(' ').split(/[\\s,]+/), Number);`,
  }),
  characters: ({ input: { shape, characters = [] } }) => ({
    usage: '"Some text"',
    code: `// The last ${shape[0]} characters, each by its number.
const alphabet = ${visibleJson(characters.join(''))};
const text = process.argv[2].slice(-${shape[0]}).padStart(${shape[0]}, ${literal(filler(characters))});
const numbers = Float32Array.from(text, (character) => alphabet.indexOf(character));`,
  }),
  numbers: (model) => ({
    imports: "import { readFileSync } from 'node:fs';\n",
    usage: `numbers.csv  (a line for each step${namesOfFeatures(model)})`,
    code: `const text = readFileSync(process.argv[2], 'utf8').trim();
const numbers = Float32Array.from(text.split(/[\\s,]+/), Number);`,
  }),
};

/** A script on onnxruntime-node, for pictures also sharp, which reads and scales whatever file they are in. */
export const node: Client = { write: script };

function script(model: ClientModel): string {
  const { file, input, output } = model;
  const { packages = '', imports = '', usage, code } = readings[input.reads](model);
  const itself = visible(basename(clientFile(file, 'node')));
  const names = output.answers;
  return `// ${mark(visible(file))}
// Usage:  node ${itself} ${usage}
// Needs:  npm install onnxruntime-node${packages}
import { join } from 'node:path';
import ort from 'onnxruntime-node';
${imports}
${names ? `const ${names} = [${output.names.map(literal).join(', ')}];\n` : ''}const session = await ort.InferenceSession.create(join(import.meta.dirname, ${literal(file)}));

${code}
${normalizing(input)}const samples = new ort.Tensor('float32', numbers, [${lengths(input)}]);
const { ${property(output.name)}: answer } = await session.run({ ${property(input.name)}: samples });
${prints[answersOf(output)](names ?? '')}
`;
}

/** `1, 28, 28`; an open length is as long as what is given. */
function lengths({ shape, isOpen }: ClientModel['input']): string {
  const [, ...others] = shape;
  const size = elements(others);
  const steps = size === 1 ? 'numbers.length' : `numbers.length / ${size}`;
  return [1, ...(isOpen ? [steps, ...others] : shape)].join(', ');
}

/** A string as it is written in JavaScript. */
const literal = (text: string): string =>
  /^[^'\\]*$/.test(text) && visible(text) === text ? `'${text}'` : visibleJson(text);

const property = (name: string): string => (/^[a-z_]\w*$/i.test(name) ? name : visibleJson(name));

/** Where the model does not normalize; units are along the first axis of pictures, along the last of others. */
function normalizing({ reads, shape, normalization }: ClientModel['input']): string {
  if (!normalization) return '';
  const [, height, width] = shape.map(Number);
  const { mean, scale } = normalization;
  const list = (numbers: readonly number[]) =>
    numbers.length === 1 ? String(numbers[0]) : `[${numbers.join(', ')}]`;
  const at = ({ length }: readonly number[]) => {
    if (length === 1) return '';
    return reads === 'picture' ? `[Math.floor(i / ${height * width})]` : `[i % ${length}]`;
  };
  return `// Normalized as in training, which this model leaves to those who run it.
const mean = ${list(mean)};
const scale = ${list(scale)};
numbers.forEach((number, i) => (numbers[i] = (number - mean${at(mean)}) * scale${at(scale)}));
`;
}

/** How the answer to a sample is printed, with the list of names where it has one. */
const prints: Readonly<Record<ReturnType<typeof answersOf>, (names: string) => string>> = {
  probabilities: (names) => `const ranked = ${names}.map((name, i) => [answer.data[i], name]);
ranked.sort(([a], [b]) => b - a);
for (const [probability, name] of ranked.slice(0, 10))
  console.log(\`\${(100 * probability).toFixed(2).padStart(6)}%  \${name}\`);`,
  scores: (names) => `const ranked = ${names}.map((name, i) => [answer.data[i], name]);
ranked.sort(([a], [b]) => b - a);
for (const [score, name] of ranked.slice(0, 10))
  console.log(\`\${score.toPrecision(4).padStart(9)}  \${name}\`);`,
  second: (names) =>
    `console.log(\`\${answer.data[0].toPrecision(4).padStart(9)}  \${${names}[1]}\`);`,
  values: (names) => `for (const [i, name] of ${names}.entries())
  console.log(\`\${answer.data[i].toPrecision(4).padStart(9)}  \${name}\`);`,
  steps: (names) => `for (let at = 0; at < answer.data.length; at += ${names}.length) {
  const step = answer.data.subarray(at, at + ${names}.length);
  const best = step.indexOf(Math.max(...step));
  console.log(\`\${(100 * step[best]).toFixed(2).padStart(6)}%  \${${names}[best]}\`);
}`,
  numbers: () => `console.log(answer.dims.slice(1), [...answer.data]);`,
};
