import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { imageList } from '../featureMaps/imageList';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { SavePicture } from '../ui/savePicture';

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
  const titles = [
    l10n.t({ message: 'original', comment: 'an image that is not augmented' }),
    ...Array.from({ length: views - 1 }, (_, i) => l10n.t('epoch {0}', i + 1)),
  ];
  return (
    <figure class="dnn-augmented">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{l10n.t('Augmented')}</span>
        <span class="dnn-muted">{l10n.t('as a training sees them')}</span>
        <SavePicture name={[l10n.t('Augmented')]} />
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="dnn-visually-hidden">{l10n.t('sample')}</span>
            </th>
            {titles.map((title) => (
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
                <span class="dnn-visually-hidden"> {l10n.t('sample {0}', index)}</span>
              </th>
              {titles.map((title, view) => (
                <td key={title}>
                  <span role="img" aria-label={l10n.t('Sample {0}, {1}', index, title)}>
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
