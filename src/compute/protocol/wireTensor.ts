import * as z from 'zod';

/** Tensors as they travel between processes. */

export const wireTensor = z.object({
  shape: z.array(z.number().int()),
  /** Little-endian float32, base64. */
  data: z.string(),
});
export type WireTensor = z.infer<typeof wireTensor>;

export function toWireTensor(shape: readonly number[], data: Float32Array): WireTensor {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { shape: [...shape], data: bytes.toString('base64') };
}

/** The numbers of a tensor; undefined where there are more or fewer than its shape says. */
export function fromWireTensor({ shape, data }: WireTensor): Float32Array | undefined {
  const bytes = Buffer.from(data, 'base64');
  if (bytes.length !== shape.reduce((product, length) => product * length, 4)) return undefined;
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}
