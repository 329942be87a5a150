import { elements } from '../../src/shape/elements';
import { receptiveField } from '../../src/shape/receptiveField';
import { within } from '../../src/shape/receptive';
import type { Activated, LookedUp, Lookup } from '../../src/views/lookups';
import type { NetworkPayload } from '../../src/views/payloads';
import { encodeTensor } from '../featureMaps/tensor';
import { noise, seven } from './fixtures';

/** Stands for the core where a page looks something up: sevens that are moved about, rows, and waves. */
export function lookedUp(
  { input, layers }: NetworkPayload,
  message: Extract<Lookup, { type: 'activating' | 'sound' }>,
  isText: boolean,
): LookedUp {
  const { type, id } = message;
  if (type === 'sound') return soundOf(message, input.shape);
  const shape = layers.find(({ id }) => id === message.layer)?.shape ?? [];
  const samples = Array.from({ length: 9 }, (_, i): Activated => {
    const sample = 17 + 31 * i;
    const value = 0.97 - 0.02 * i * i * 0.3;
    const label = String((message.unit + (i > 5 ? i : 0)) % 10);
    const common = { sample, value, label };
    if (isText) return { ...common, place: [], text: 'it was the best of times, it was' };
    if (shape.length === 2)
      return { ...common, place: [(7 * i) % (shape[0] ?? 1)], input: waves(input.shape, i) };
    const [, height = 1, width = 1] = shape;
    const [y, x] = [(3 * i + 2) % height, (5 * i + 4) % width];
    const place = shape.length === 3 ? [y, x] : [];
    if (input.shape.length < 3) return { ...common, place, input: waves(input.shape, i) };
    const region = { top: y, left: x, bottom: y, right: x };
    const field = shape.length === 3 && receptiveField(layers, message.layer, region);
    const [, rows = 1, columns = 1] = input.shape;
    const seen = field ? within(field, rows, columns) : undefined;
    return { ...common, place, ...(seen && { region: seen }), input: patch(input.shape, seen, i) };
  });
  const found = {
    ...{ network: 'Net', data: 'digits', split: 'test' as const, run: 'a', step: 1128 },
    ...{ samples: 2000, of: 4000, layer: message.layer },
    units: [{ unit: message.unit, samples }],
  };
  return { type: 'lookedUp', id, found };
}

function patch(
  [channels = 1, height = 1, width = 1]: readonly number[],
  region: { top: number; left: number; bottom: number; right: number } | undefined,
  i: number,
) {
  const { top, left, bottom, right } = region ?? {
    ...{ top: 0, left: 0, bottom: height - 1, right: width - 1 },
  };
  const size = [bottom - top + 1, right - left + 1] as const;
  const shape = [channels, ...size];
  const [dx, dy] = [0.06 * noise(i), 0.06 * noise(i + 0.5)];
  return encodeTensor(
    shape,
    Float32Array.from({ length: elements(shape) }, (_, at) => {
      const place = at % (size[0] * size[1]);
      const [y, x] = [top + Math.floor(place / size[1]), left + (place % size[1])];
      return seven((x + 0.5) / width + dx, (y + 0.5) / height + dy);
    }),
  );
}

const waves = (shape: readonly number[], i: number) =>
  encodeTensor(
    shape,
    Float32Array.from({ length: elements(shape) }, (_, at) => 3 + Math.sin(at * 0.21 + i)),
  );

/** As many frames as the file has bytes for, or what is wrong with it. */
function soundOf(
  { id, name, bytes }: Extract<Lookup, { type: 'sound' }>,
  shape: readonly number[],
): LookedUp {
  const isWav = String.fromCharCode(...bytes.slice(0, 4)) === 'RIFF';
  if (!isWav) return { type: 'lookedUp', id, problem: { message: `${name} is not a WAV file.` } };
  const [steps = 1] = shape;
  return { type: 'lookedUp', id, found: { input: waves(shape, 3), steps, recorded: steps - 20 } };
}
