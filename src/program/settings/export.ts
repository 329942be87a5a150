import { integer, optional, word } from '../../language/parameters';
import { writableOpsets } from '../../graph/opset';
import { int8Samples } from '../calibration';
import { clientKinds, clientNames } from '../clients';
import type { ExportPlan } from '../verbs/export';
import { settingOf } from './define';

const exportSetting = settingOf<ExportPlan>('export');

const opset = exportSetting({
  name: 'opset',
  summary: 'The version of ONNX’s operators that the file uses.',
  details: `From ${writableOpsets.oldest}, which every reader knows, to ${writableOpsets.newest}; the newer ones have single operators for more layers. ${writableOpsets.oldest} when left out.`,
  example: 'opset 20',
  parameters: {
    version: integer('The version.', {
      minimum: writableOpsets.oldest,
      maximum: writableOpsets.newest,
    }),
  },
  plan: ({ version }) => ({ opset: version }),
});

const float16 = exportSetting({
  name: 'float16',
  summary: 'Stores and computes in half precision: half the size, three significant digits.',
  details:
    'Inputs and outputs stay float32. Parameters beyond 65504, the greatest number of float16, are refused by name.',
  example: 'float16',
  parameters: {},
  plan: () => ({ precision: { type: 'float16' } }),
});

const int8 = exportSetting({
  name: 'int8',
  summary:
    'Stores and computes convolutions and dense layers in integers of 8 bits: a quarter of the size.',
  details:
    'Static quantization with QuantizeLinear and DequantizeLinear: weights for each channel, what flows between layers by the ranges that ' +
    'samples of the training data’s split give. The result tells size and accuracy before and after. Jacob et al. (2018).',
  example: 'int8 validation 500',
  parameters: {
    split: optional(
      word('Split whose samples give the ranges; validation, or else train, when left out.', [
        'train',
        'validation',
        'test',
      ]),
    ),
    samples: integer('Over how many samples, at most.', { minimum: 1, default: int8Samples }),
  },
  plan: ({ split, samples }) => ({
    precision: { type: 'int8', samples, ...(split && { split }) },
  }),
});

const logits = exportSetting({
  name: 'logits',
  summary: 'The file ends with what the last softmax or logistic is applied to.',
  example: 'logits',
  parameters: {},
  plan: () => ({ logits: true }),
});

const raw = exportSetting({
  name: 'raw',
  summary: 'Leaves the normalization of the input out: who runs the file normalizes.',
  details: 'The file’s metadata say how, as `normalization`: subtract `mean`, multiply by `scale`.',
  example: 'raw',
  parameters: {},
  plan: () => ({ raw: true }),
});

const beside = exportSetting({
  name: 'with',
  summary: 'Writes a program that runs the file, beside it.',
  details:
    clientNames
      .map(
        (name) => `\`${name}\`: ${clientKinds[name].summary}, \`net${clientKinds[name].ending}\``,
      )
      .join('; ') +
    ' beside `net.onnx`. The page needs no network: a digit is drawn on it, a picture dropped, a row typed. Each line adds one.',
  example: 'with web',
  repeats: true,
  parameters: { client: word('What it runs on.', clientNames) },
  plan: ({ client }, { clients = [] }) => ({ clients: [...new Set([...clients, client])] }),
});

export const exportSettings = [opset, float16, int8, logits, raw, beside];
