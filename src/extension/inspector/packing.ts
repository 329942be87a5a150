import type { WireTensor } from '../../compute/protocol/protocol';
import type { Packed, PackedTensor } from '../../views/packed';

/** What came from the core, with its tensors as bytes; they are copied, so that nothing else is sent along. */
export const pack = <T>(value: T): Packed<T> => packed(value) as Packed<T>;

function packed(value: unknown): unknown {
  if (isTensor(value)) {
    const data = Uint8Array.from(Buffer.from(value.data, 'base64'));
    return { shape: value.shape, data } satisfies PackedTensor;
  }
  if (Array.isArray(value)) return value.map(packed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packed(item)]));
}

/** A tensor as the core takes it. */
export const unpack = ({ shape, data }: PackedTensor): WireTensor => ({
  shape: [...shape],
  data: Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('base64'),
});

function isTensor(value: unknown): value is WireTensor {
  const { shape, data } = (value ?? {}) as Partial<WireTensor>;
  return Array.isArray(shape) && typeof data === 'string';
}
