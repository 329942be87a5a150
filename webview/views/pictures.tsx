import { useMemo } from 'preact/hooks';
import type { PictureEvent } from '../../src/views/payloads';
import { paintImage } from '../featureMaps/paint';
import { MapCanvas } from '../featureMaps/mapCanvas';

/** What a rule draws of what has been learned: filters, reconstructions. */
export const Pictures = ({ pictures }: { readonly pictures: readonly PictureEvent[] }) => (
  <>
    {pictures.map((picture) => (
      <PictureRow key={picture.name} picture={picture} />
    ))}
  </>
);

function PictureRow({ picture }: { readonly picture: PictureEvent }) {
  const { caption, epoch, pixels, shape } = picture;
  const [count = 0, , height = 1, width = 1] = shape;
  const images = useMemo(() => imagesOf(picture), [pixels]);
  return (
    <figure class="dnn-pictures">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{caption}</span>
        <span class="dnn-muted">after epoch {epoch}</span>
      </figcaption>
      <div class="dnn-picture-row" role="img" aria-label={`${caption}: ${count} images`}>
        {images.map((image, i) => (
          <MapCanvas key={i} width={width} height={height} pixels={image} class="dnn-picture" />
        ))}
      </div>
    </figure>
  );
}

/** RGBA bytes of each image. */
function imagesOf({ pixels, shape }: PictureEvent): Uint8ClampedArray<ArrayBuffer>[] {
  const [count = 0, channels = 1, height = 1, width = 1] = shape;
  const bytes = Uint8Array.from(atob(pixels), (byte) => byte.charCodeAt(0));
  const plane = height * width;
  return Array.from({ length: count }, (_, image) =>
    paintImage(
      Array.from({ length: channels }, (_, channel) => {
        const from = (image * channels + channel) * plane;
        return Float32Array.from(bytes.subarray(from, from + plane), (byte) => byte / 255);
      }),
    ),
  );
}
