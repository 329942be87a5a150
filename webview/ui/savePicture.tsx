import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { fileName } from './csv';
import { pngOf, svgOf } from './pictureFile';
import { IconButton } from './iconButton';
import { useSaver } from './saving';
import { useTheme } from './theme';

interface SavePictureProps {
  /** What it is a picture of, and what it shows. */
  readonly name: readonly string[];
  /** The whole, with its title and legend, or its canvas alone. */
  readonly kind: 'svg' | 'png';
  /** The element that holds it; absent: the figure or section of the button. */
  readonly within?: () => Element | null | undefined;
}

/** A button that saves a picture as a file, in the colours it has; absent where nothing can be saved. */
export function SavePicture({ name, kind, within }: SavePictureProps) {
  const saver = useSaver();
  const { background } = useTheme();
  const button = useRef<HTMLSpanElement>(null);
  if (!saver) return null;
  const onClick = () => {
    const whole = within ? within() : button.current?.closest('figure, section');
    if (!whole) return;
    if (kind === 'svg') return saver.save(fileName(kind, ...name), svgOf(whole, background));
    const canvas = whole.querySelector('canvas');
    if (canvas) saver.save(fileName(kind, ...name), pngOf(canvas, background));
  };
  const format = kind.toUpperCase();
  return (
    <span ref={button} class="dnn-save">
      <IconButton
        icon="save"
        label={l10n.t('Save as {0} … {1}', format, name.join(' '))}
        onClick={onClick}
      >
        {format}
      </IconButton>
    </span>
  );
}
