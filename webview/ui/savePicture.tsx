import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { fileName } from './csv';
import { pngOf, svgOf } from './pictureFile';
import { IconButton } from './iconButton';
import { useSaver } from './saving';
import { useTheme } from './theme';

type PictureKind = 'svg' | 'png';

interface SavePictureProps {
  /** What it is a picture of, and what it shows. */
  readonly name: readonly string[];
  /** SVG: the whole, with its title and legend; PNG: its canvas alone. */
  readonly kinds?: readonly PictureKind[];
  /** The element that holds it; absent: the figure or section of the buttons. */
  readonly within?: () => Element | null | undefined;
}

/** Buttons that save a picture as a file, in the colours it has; absent where nothing can be saved. */
export function SavePicture({ name, kinds = ['svg'], within }: SavePictureProps) {
  const saver = useSaver();
  const { background } = useTheme();
  const buttons = useRef<HTMLSpanElement>(null);
  if (!saver) return null;
  const save = (kind: PictureKind) => {
    const whole = within ? within() : buttons.current?.closest('figure, section');
    const canvas = whole?.querySelector('canvas');
    if (whole && kind === 'svg') saver.save(fileName(kind, ...name), svgOf(whole, background));
    if (canvas && kind === 'png') saver.save(fileName(kind, ...name), pngOf(canvas, background));
  };
  return (
    <span ref={buttons} class="dnn-save">
      {kinds.map((kind) => {
        const format = kind.toUpperCase();
        return (
          <IconButton
            key={kind}
            icon="save"
            label={l10n.t('Save as {0} … {1}', format, name.join(' '))}
            onClick={() => save(kind)}
          >
            {format}
          </IconButton>
        );
      })}
    </span>
  );
}
