import * as l10n from '@vscode/l10n';
import { fileName } from './csv';
import { pngOf, svgOf } from './pictureFile';
import { useSave } from './saving';
import { useTheme } from './theme';

interface SavePictureProps {
  /** What it is a picture of, and what it shows. */
  readonly name: readonly string[];
  readonly kind: 'svg' | 'png';
  /** The element that holds it; its first `svg` or `canvas` is saved. */
  readonly within: () => Element | null | undefined;
}

/** A button that saves a picture as a file, in the colours it has; absent where nothing can be saved. */
export function SavePicture({ name, kind, within }: SavePictureProps) {
  const save = useSave();
  const { background } = useTheme();
  if (!save) return null;
  const onClick = () => {
    const picture = within()?.querySelector<SVGSVGElement | HTMLCanvasElement>(
      kind === 'svg' ? 'svg' : 'canvas',
    );
    if (!picture) return;
    const text =
      picture instanceof HTMLCanvasElement
        ? pngOf(picture, background)
        : svgOf(picture, background);
    save(fileName(kind, ...name), text);
  };
  return (
    <button type="button" class="dnn-link dnn-save dnn-save-picture" onClick={onClick}>
      {l10n.t('Save as {0} …', kind.toUpperCase())}
      <span class="dnn-visually-hidden"> {name.join(' ')}</span>
    </button>
  );
}
