import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { WireTensor } from '../../src/views/payloads';
import { decodeTensor } from '../featureMaps/tensor';

interface TensorPictureProps {
  /** [channels, height, width] of one channel or three, in 0..1. */
  readonly tensor: WireTensor;
  readonly name: string;
}

/** A tensor as the picture it is. */
export function TensorPicture({ tensor, name }: TensorPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [channels = 1, height = 1, width = 1] = tensor.shape;
  const pixels = useMemo(() => {
    const values = decodeTensor(tensor);
    const size = height * width;
    const rgba = new Uint8ClampedArray(4 * size).fill(255);
    for (let i = 0; i < size; i++)
      for (let channel = 0; channel < 3; channel++)
        rgba[4 * i + channel] = 255 * (values[(channels === 3 ? channel : 0) * size + i] ?? 0);
    return rgba;
  }, [tensor]);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    context?.putImageData(new ImageData(pixels, width, height), 0, 0);
  }, [pixels]);
  return (
    <canvas
      ref={canvas}
      class="dnn-tensor-picture"
      role="img"
      aria-label={name}
      {...{ width, height }}
    />
  );
}
