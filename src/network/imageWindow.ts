import type { ImageWindow } from '../shape/receptive';
import type { Layer } from './network';

/** What a place of a layer's output reads of its inputs, where all of them are images; `identity` and others are as much at home on vectors. */
export function imageWindow({
  entry,
  arguments: values,
  inputShapes,
  shape,
}: Layer): ImageWindow | undefined {
  const isImage = [shape, ...inputShapes].every(({ length }) => length === 3);
  return isImage ? entry.window?.(values, inputShapes) : undefined;
}
