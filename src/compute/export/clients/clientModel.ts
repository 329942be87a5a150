import { basename } from 'node:path';
import * as z from 'zod';
import type { Dimension } from '../../../graph/graph';
import type { DescribedPort } from '../../../onnx/description';
import { modelSignature } from '../../../onnx/signature';
import type { ClientInfo, InputNormalization, Reads } from '../../../program/clientInfo';
import { brief, visible } from '../../../text/visible';
import { userError } from '../../wire/error';

/** A picture has no more pixels, and a row that is typed no more values. */
const mostPixels = 2 ** 18;
const mostValues = 64;
/** Characters of a list of names in a comment. */
const mostShown = 400;

/** An exported model as those who run it need to know it: all of it stands in its file. */
export interface ClientModel {
  /** Its file's name. */
  readonly file: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The file with its data, where they are not in its own. */
  readonly data?: string;
  /** Its shape is as in training where the file leaves a length open. */
  readonly input: ClientInfo['input'] & {
    /** It may have any number of steps. */
    readonly isOpen: boolean;
  };
  readonly output: ClientInfo['output'] & {
    /** Without the batch axis. */
    readonly shape: readonly Dimension[];
    readonly answers?: 'classes' | 'values';
  };
}

/** Reads what clients need of a model that was written. Throws a `CoreError` where it has more inputs than a client gives. */
export function clientModel(file: string, bytes: Uint8Array): ClientModel {
  const { name, inputs, outputs, metadata } = modelSignature(bytes);
  const [input, ...more] = inputs;
  const whole = input?.shape?.slice(1) ?? [];
  const trained = valueIn(numbers, metadata.get('input.shape')) ?? [];
  const shape = whole.flatMap((length, i) =>
    typeof length === 'number' ? length : (trained[i] ?? []),
  );
  const isKnown = shape.length > 0 && shape.length === whole.length;
  if (more.length > 0 || input.type !== 'float' || !isKnown)
    throw userError(
      'no-client',
      `Clients give a model float32 numbers of a known shape as its one input; ${basename(file)} wants something else.`,
    );
  const features = listIn(metadata.get('features'));
  const characters = listIn(metadata.get('characters'));
  const normalization = normalizationIn(metadata.get('normalization'));
  return {
    ...{ file: basename(file), name, bytes },
    input: {
      ...{ name: input.name, shape, isOpen: typeof whole[0] === 'string' },
      ...{ reads: characters ? 'characters' : readsOf(shape) },
      ...(features && { features }),
      ...(characters && { characters }),
      ...(normalization && { normalization }),
    },
    output: outputOf(outputs[0], metadata),
  };
}

function outputOf(
  { name, shape: whole = [] }: DescribedPort,
  metadata: ReadonlyMap<string, string>,
): ClientModel['output'] {
  const shape = whole.slice(1);
  for (const answers of ['classes', 'values'] as const) {
    const names = listIn(metadata.get(answers));
    if (names) return { name, shape, answers, names };
  }
  return { name, shape, names: [] };
}

function readsOf(shape: readonly number[]): Reads {
  const [first, height, width] = shape;
  if (shape.length === 3 && (first === 1 || first === 3) && height * width <= mostPixels)
    return 'picture';
  return shape.length === 1 && first <= mostValues ? 'row' : 'numbers';
}

/** ` : sepal_length, sepal_width`, in a comment: what the numbers of an input are, where they have names. */
export const namesOfFeatures = ({ input: { features = [] } }: ClientModel): string =>
  features.length > 0 ? `: ${brief(visible(features.join(', ')), mostShown)}` : '';

/** In a comment: what pixels are. */
export const pixelsAre = (outside: InputNormalization | undefined): string =>
  `Pixels from 0 (black) to 1 (white), as in training${outside ? '' : '; the model itself normalizes them'}.`;

/** What a text that is too short begins with. */
export const filler = (characters: readonly string[]): string =>
  characters.includes(' ') ? ' ' : characters[0];

const names = z.array(z.string()).min(1);
const numbers = z.array(z.number()).min(1);
const normalization = z.object({ mean: numbers, scale: numbers });

const listIn = (json: string | undefined) => valueIn(names, json);

/** Undefined also where it changes nothing. */
function normalizationIn(json: string | undefined): InputNormalization | undefined {
  const found = valueIn(normalization, json);
  const changes = found?.mean.some((each) => each !== 0) || found?.scale.some((each) => each !== 1);
  return changes ? found : undefined;
}

function valueIn<T>(schema: z.ZodType<T>, json: string | undefined): T | undefined {
  if (json === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(json));
  } catch {
    return undefined; // a file may say anything
  }
}
