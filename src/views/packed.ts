import type { WireTensor } from '../compute/protocol/protocol';

/** A tensor between the extension host and its panels, which take bytes as they are. */
export interface PackedTensor {
  shape: number[];
  /** Little-endian float32. */
  data: Uint8Array<ArrayBuffer>;
}

/** The same with each tensor packed. */
export type Packed<T> = T extends WireTensor ? PackedTensor : { [Key in keyof T]: Packed<T[Key]> };
