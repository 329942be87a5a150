import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { DataPayload } from '../../src/views/payloads';
import { imageList } from '../featureMaps/imageList';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { plural } from '../../src/text/numbers';

interface ImagesOfClassesProps {
  readonly thumbnails: NonNullable<DataPayload['thumbnails']>;
}

/** Some training images: a group for each class, or one by one where each is alone. */
export function ImagesOfClasses({ thumbnails }: ImagesOfClassesProps) {
  const { images, labels, indices } = thumbnails;
  const [, , height = 1, width = 1] = images.shape;
  const pixels = useMemo(() => imageList(images), [images.data]);
  const groups = labels.reduce<{ label: string; members: number[] }[]>((found, label, i) => {
    const last = found.at(-1);
    if (last?.label === label) last.members.push(i);
    else found.push({ label, members: [i] });
    return found;
  }, []);
  return (
    <ul class="dnn-image-groups" aria-label={l10n.t('Some training images')}>
      {groups.map(({ label, members }) => (
        <li key={members[0]}>
          <span class="dnn-image-label">{label}</span>
          <span class="dnn-visually-hidden">
            {': '}
            {plural(
              members.length,
              l10n.t('sample {0}', String(indices[members[0] ?? 0])),
              l10n.t('samples {0}', members.map((i) => indices[i]).join(', ')),
            )}
          </span>
          <span class="dnn-image-row">
            {members.map((i) => (
              <MapCanvas key={i} width={width} height={height} pixels={pixels[i]} />
            ))}
          </span>
        </li>
      ))}
    </ul>
  );
}
