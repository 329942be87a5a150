import { TensorProto_DataType as Type, type TensorProto } from './onnx_pb';
import { isWidened, widened } from './elementTypes';

/** The numbers of a tensor in parts, of whatever element type, for statistics: nothing of them is kept. */

type Numbers = ArrayLike<number>;

interface Stored {
  readonly width: number;
  read(bytes: ArrayBuffer): Numbers;
}

const int = (values: ArrayLike<bigint>): Numbers => Float64Array.from(values, Number);

/** How raw data hold an element type. */
const stored: Readonly<Partial<Record<Type, Stored>>> = {
  [Type.FLOAT]: { width: 4, read: (bytes) => new Float32Array(bytes) },
  [Type.DOUBLE]: { width: 8, read: (bytes) => new Float64Array(bytes) },
  [Type.FLOAT16]: { width: 2, read: (bytes) => widened(Type.FLOAT16, new Uint16Array(bytes)) },
  [Type.BFLOAT16]: { width: 2, read: (bytes) => widened(Type.BFLOAT16, new Uint16Array(bytes)) },
  [Type.INT8]: { width: 1, read: (bytes) => new Int8Array(bytes) },
  [Type.UINT8]: { width: 1, read: (bytes) => new Uint8Array(bytes) },
  [Type.BOOL]: { width: 1, read: (bytes) => new Uint8Array(bytes) },
  [Type.INT16]: { width: 2, read: (bytes) => new Int16Array(bytes) },
  [Type.UINT16]: { width: 2, read: (bytes) => new Uint16Array(bytes) },
  [Type.INT32]: { width: 4, read: (bytes) => new Int32Array(bytes) },
  [Type.UINT32]: { width: 4, read: (bytes) => new Uint32Array(bytes) },
  [Type.INT64]: { width: 8, read: (bytes) => int(new BigInt64Array(bytes)) },
  [Type.UINT64]: { width: 8, read: (bytes) => int(new BigUint64Array(bytes)) },
};

const part = 1 << 18;

/** The parts of a tensor's numbers; undefined for types that are no numbers here. `raw` are its bytes where they lie elsewhere. */
export function numbersOf(
  tensor: TensorProto,
  raw: Uint8Array = tensor.rawData,
): (() => Iterable<Numbers>) | undefined {
  const form = stored[tensor.dataType as Type];
  if (!form) return undefined;
  if (raw.length === 0) return () => [listed(tensor)];
  return function* () {
    const step = part * form.width;
    const end = raw.length - (raw.length % form.width);
    for (let at = 0; at < end; at += step)
      // A copy: raw data may start at any byte of the file.
      yield form.read(new Uint8Array(raw.subarray(at, Math.min(end, at + step))).buffer);
  };
}

/** Numbers that are not stored raw. */
function listed({
  dataType,
  floatData,
  doubleData,
  int32Data,
  int64Data,
  uint64Data,
}: TensorProto): Numbers {
  if (isWidened(dataType)) return widened(dataType, Uint16Array.from(int32Data));
  const lists: readonly ArrayLike<number | bigint>[] = [
    floatData,
    doubleData,
    int32Data,
    int64Data,
    uint64Data,
  ];
  const found = lists.find(({ length }) => length > 0) ?? [];
  return Float64Array.from(found as ArrayLike<number>, Number);
}
