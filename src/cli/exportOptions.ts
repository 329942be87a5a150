import { InvalidArgumentError, Option } from 'commander';
import { type ExportRequestForm, writableOpsets } from '../compute/protocol/exported';
import { int8Samples } from '../program/calibration';
import { clientNames, type ClientName } from '../program/clients';
import { wholeNumber } from './options';

/** Of `dnn export`: what the file is to be like. */
export interface ExportOptions {
  readonly opset?: number;
  readonly float16?: true;
  readonly int8?: true;
  readonly logits?: true;
  readonly raw?: true;
  readonly with?: ClientName[];
}

const { oldest, newest } = writableOpsets;

function opset(text: string): number {
  const version = wholeNumber(text);
  if (version >= oldest && version <= newest) return version;
  throw new InvalidArgumentError(`Expected a number from ${oldest} to ${newest}.`);
}

/** `python,web`; given again it adds to what was named before. */
function clientList(text: string, before: readonly ClientName[] = []): ClientName[] {
  const named = text.split(',').map((name) => {
    const found = clientNames.find((known) => known === name.trim());
    if (!found) throw new InvalidArgumentError(`The choices are ${clientNames.join(', ')}.`);
    return found;
  });
  return [...new Set([...before, ...named])];
}

export const exportOptions = (): readonly Option[] => [
  new Option(
    '--opset <version>',
    `version of ONNX's operators, ${oldest} to ${newest} (default: ${oldest})`,
  ).argParser(opset),
  new Option('--float16', 'in half precision'),
  new Option('--int8', 'in integers of 8 bits').conflicts('float16'),
  new Option('--logits', 'without the last softmax or logistic'),
  new Option('--raw', 'without the normalization of the input'),
  new Option(
    '--with <list>',
    `programs that run it, beside it: ${clientNames.join(', ')}`,
  ).argParser(clientList),
];

export const exportFormOf = ({
  opset,
  float16,
  int8,
  logits,
  raw,
  with: clients,
}: ExportOptions): ExportRequestForm => ({
  ...(opset !== undefined && { opset }),
  ...(float16 && { precision: { type: 'float16' } }),
  ...(int8 && { precision: { type: 'int8', samples: int8Samples } }),
  ...(logits && { logits }),
  ...(raw && { raw }),
  ...(clients && { clients }),
});
