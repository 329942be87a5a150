import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { imageList } from '../featureMaps/imageList';
import { MapCanvas } from '../featureMaps/mapCanvas';

interface AugmentedImagesProps {
  readonly augmented: NonNullable<DataPayload['augmented']>;
}

/** Images beside what the first epochs of a training make of them. */
export function AugmentedImages({ augmented: { images, labels, indices } }: AugmentedImagesProps) {
  const [count = 0, views = 1, ...form] = images.shape;
  const [, height = 1, width = 1] = form;
  const pixels = useMemo(
    () => imageList({ ...images, shape: [count * views, ...form] }),
    [images.data],
  );
  const epochs = Array.from({ length: views - 1 }, (_, i) => `epoch ${i + 1}`);
  return (
    <figure class="dnn-augmented">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">Augmented</span>
        <span class="dnn-muted">as a training sees them</span>
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="dnn-visually-hidden">sample</span>
            </th>
            {['original', ...epochs].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((index, row) => (
            <tr key={index}>
              <th scope="row">
                {labels[row]}
                <span class="dnn-visually-hidden"> sample {index}</span>
              </th>
              {['original', ...epochs].map((title, view) => (
                <td key={title}>
                  <span role="img" aria-label={`Sample ${index}, ${title}`}>
                    <MapCanvas width={width} height={height} pixels={pixels[row * views + view]} />
                  </span>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}
