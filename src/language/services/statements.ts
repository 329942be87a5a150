/** The statements and words of the grammar itself, for completion and hover; `snippet` has TextMate placeholders. */
export interface KeywordHelp {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  readonly snippet: string;
}

const networkName = '${1:Net}';

export const statementHelp: readonly KeywordHelp[] = [
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
  {
    name: 'train',
    summary: 'Trains a network on data.',
    example: 'train Net on digits {\n  optimizer adam(rate: 0.001)\n  epochs 3\n}',
    snippet: `train ${networkName} on \${2:digits} {\n\tepochs \${3:3}\n}`,
  },
  {
    name: 'inspect',
    summary: 'Shows gradient magnitudes, activations and feature maps of a network.',
    example: 'inspect Net {\n  gradients\n  features C1 on digits.test[7]\n}',
    snippet: `inspect ${networkName} {\n\tgradients\n\t$0\n}`,
  },
  {
    name: 'export',
    summary: 'Writes the trained network as an ONNX file.',
    example: 'export Net to "net.onnx"',
    snippet: `export ${networkName} to "\${2:net.onnx}"`,
  },
  {
    name: 'find',
    summary:
      'Finds a learning rate: tries rates from low to high on a network as it is initialized.',
    example: 'find rate of Net {\n  from 1e-6 to 1\n  steps 100\n}',
    snippet: `find rate of ${networkName}`,
  },
];

export const chainHelp: readonly KeywordHelp[] = [
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
    summary: 'Stacks the layers in braces several times.',
    example: 'repeat 3 {\n  dense(64) relu\n}',
    snippet: 'repeat ${1:3} {\n\t$0\n}',
  },
];

/** What `find` can find. */
export const quantityHelp: readonly KeywordHelp[] = [
  {
    name: 'rate',
    summary: 'The learning rate, by the range test of Smith (2017).',
    example: 'find rate of Net',
    snippet: 'rate of ',
  },
];

export const clauseHelp: readonly (KeywordHelp & { readonly verbs: readonly string[] })[] = [
  {
    name: 'on',
    verbs: ['train', 'inspect', 'find', 'sweep', 'search', 'check'],
    summary: 'The data to use.',
    example: 'train Net on digits',
    snippet: 'on ',
  },
  {
    name: 'of',
    verbs: ['find'],
    summary: 'The network whose learning rate is wanted.',
    example: 'find rate of Net',
    snippet: 'of ',
  },
  {
    name: 'from',
    verbs: ['network'],
    summary: 'The ONNX file whose nodes the network starts with.',
    example: 'network Net from "model.onnx"',
    snippet: 'from "${1:model.onnx}"',
  },
  {
    name: 'to',
    verbs: ['export'],
    summary: 'The file to write.',
    example: 'export Net to "net.onnx"',
    snippet: 'to "${1:net.onnx}"',
  },
];

export const fromHelp: KeywordHelp = {
  name: 'from',
  summary: 'Reads the named layers instead of the one above.',
  example: 'dense(10) from C5',
  snippet: 'from ',
};

export const splits = ['train', 'validation', 'test'] as const;
