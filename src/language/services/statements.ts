import type { Keyword } from '../vocabulary';

/** The statements and words that every notebook has, for completion and hover. */

export const declarationHelp: readonly Keyword[] = [
  {
    name: 'data',
    summary: 'Names a data set: where samples come from, how they are split and normalized.',
    example: 'data digits {\n  source digits(train: 20000)\n  batch 128\n}',
    snippet: 'data ${1:digits} {\n\tsource ${2:digits}\n\tbatch ${3:64}\n}',
  },
  {
    name: 'network',
    summary: 'Names a network and lists its layers; each reads the one above.',
    example: 'network Net {\n  input image[1, 28, 28]\n  output: dense(10) softmax\n}',
    snippet:
      'network ${1:Net} {\n\tinput image[${2:1, 28, 28}]\n\t$0\n\toutput: dense(${3:10}) softmax\n}',
  },
  {
    name: 'block',
    summary: 'Names a piece of a network with parameters, to be used like a layer.',
    example: 'block unit(maps) {\n  conv(maps, kernel: 3, padding: 1) relu\n}',
    snippet: 'block ${1:unit}(${2:maps}) {\n\t$0\n}',
  },
  {
    name: 'let',
    summary: 'Names a value that the whole notebook can use.',
    example: 'let width = 64',
    snippet: 'let ${1:name} = ${2:value}',
  },
];

export const chainHelp: readonly Keyword[] = [
  {
    name: 'input',
    summary: 'Names the input and its shape, without the batch axis.',
    example: 'input image[1, 28, 28]',
    snippet: 'input ${1:image}[${2:1, 28, 28}]',
  },
  {
    name: 'output',
    summary: 'Marks a layer as an output of the network, with a name and a weight in the loss.',
    example: 'output aux weight 0.3: dense(10) softmax',
    snippet: 'output: ',
  },
  {
    name: 'repeat',
    summary: 'Repeats the layers in braces, one copy after the other.',
    example: 'repeat 3 {\n  dense(64) relu\n}',
    snippet: 'repeat ${1:3} {\n\t$0\n}',
  },
];

/** What stands behind the name of a network. */
export const modelHelp: Keyword = {
  name: 'from',
  summary: 'The ONNX file whose nodes the network starts with.',
  example: 'network Net from "model.onnx"',
  snippet: 'from "${1:model.onnx}"',
};

/** What stands behind the layers a setting lists. */
export const sampleHelp: Keyword = {
  name: 'on',
  summary: 'The sample to show.',
  example: 'features C1 on digits.test[7]',
  snippet: 'on ',
};

export const fromHelp: Keyword = {
  name: 'from',
  summary: 'Reads the named layers instead of the one above.',
  example: 'dense(10) from C5',
  snippet: 'from ',
};

export const splits = ['train', 'validation', 'test'] as const;
