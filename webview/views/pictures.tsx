import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { PictureEvent } from '../../src/views/payloads';
import { ColourLegend } from '../featureMaps/colourLegend';
import { MapCanvas } from '../featureMaps/mapCanvas';
import { SavePicture } from '../ui/savePicture';
import { useTheme } from '../ui/theme';
import { cellSize, countText, pictureImages } from './pictureImages';

/** What a rule draws of what has been learned: filters, reconstructions. */
export const Pictures = ({ pictures }: { readonly pictures: readonly PictureEvent[] }) => (
  <>
    {pictures.map((picture) => (
      <Picture key={picture.name} picture={picture} />
    ))}
  </>
);

function Picture({ picture }: { readonly picture: PictureEvent }) {
  const { caption, epoch, pixels, shape } = picture;
  const [enlarged, setEnlarged] = useState(false);
  const theme = useTheme();
  const { width, height, images, scale } = useMemo(
    () => pictureImages(picture, theme.kind),
    [pixels, theme.kind],
  );
  const size = width * cellSize(width, height, enlarged);
  const when = epoch === 0 ? l10n.t('after one pass') : l10n.t('after epoch {0}', epoch);
  return (
    <figure class="dnn-pictures">
      <figcaption class="dnn-chart-head">
        <span class="dnn-chart-title">{caption}</span>
        <span class="dnn-muted">
          {when} · {countText(picture)}
        </span>
        {scale ? (
          <ColourLegend colouring={scale} />
        ) : (
          shape[1] !== 3 && (
            <span class="dnn-picture-key">
              {l10n.t('black to white: least to greatest value of each image')}
            </span>
          )
        )}
        <SavePicture name={[caption]} />
        <button
          type="button"
          class="dnn-link"
          aria-pressed={enlarged}
          aria-label={l10n.t('Enlarge: {0}', caption)}
          onClick={() => setEnlarged(!enlarged)}
        >
          {l10n.t('Enlarge')}
        </button>
      </figcaption>
      <div
        class="dnn-picture-row"
        role="img"
        aria-label={l10n.t(
          '{0}, {1}: {2} of {3} × {4} cells',
          caption,
          when,
          countText(picture),
          width,
          height,
        )}
      >
        {images.map((parts, i) => (
          <span key={i} class="dnn-picture" style={{ width: `${size}px` }}>
            {parts.map((part, j) => (
              <MapCanvas key={j} width={width} height={height} pixels={part} />
            ))}
          </span>
        ))}
      </div>
    </figure>
  );
}
