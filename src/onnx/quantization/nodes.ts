import type { NodeProto } from '../onnx_pb';

/** A whole-number attribute of a node. */
export function numberOfNode({ attribute }: NodeProto, name: string, fallback: number): number {
  const found = attribute.find((one) => one.name === name);
  return found ? Number(found.i) : fallback;
}
