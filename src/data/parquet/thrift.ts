/** Structures within structures, at most: Parquet has nine. */
const deepest = 32;
/** Bytes of a number of 64 bits, seven of them in each. */
const longestNumber = 10;

/**
 * Where a structure of Thrift's compact protocol ends that begins at `start`; throws `RangeError` where it is longer than `bytes`,
 * nested too deeply, or has numbers or lists that cannot be. A reader that trusts its input may then read it.
 */
export function endOfStruct(bytes: Uint8Array, start: number): number {
  let at = start;
  const byte = (): number => {
    if (at >= bytes.length) throw new RangeError('a structure ends too early');
    return bytes[at++];
  };
  const number = (): number => {
    let value = 0;
    for (let i = 0; i < longestNumber; i++) {
      const next = byte();
      value += (next & 0x7f) * 2 ** (7 * i);
      if (next < 0x80) return value;
    }
    throw new RangeError('a number is too long');
  };
  const skip = (count: number): void => {
    at += count;
    if (at > bytes.length) throw new RangeError('a value ends too early');
  };
  const element = (type: number, depth: number): void => {
    if (type === 3) skip(1);
    else if (type >= 4 && type <= 6) number();
    else if (type === 7) skip(8);
    else if (type === 8) skip(number());
    else if (type === 9) list(depth);
    else if (type === 12) struct(depth);
    else if (type > 2) throw new RangeError(`a value has the type ${type}`);
  };
  const list = (depth: number): void => {
    const head = byte();
    const count = head >> 4 === 15 ? number() : head >> 4;
    if (count > bytes.length - at) throw new RangeError('a list is too long');
    const type = head & 15;
    for (let i = 0; i < count; i++) element(type === 1 || type === 2 ? 3 : type, depth);
  };
  const struct = (depth: number): void => {
    if (depth > deepest) throw new RangeError('structures are nested too deeply');
    for (let head = byte(); (head & 15) !== 0; head = byte()) {
      if (head >> 4 === 0) number();
      element(head & 15, depth + 1);
    }
  };
  struct(0);
  return at;
}
