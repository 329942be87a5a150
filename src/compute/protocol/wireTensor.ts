import { z } from 'zod';

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
