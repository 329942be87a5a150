import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { IconButton } from '../ui/iconButton';
import { SavePicture } from '../ui/savePicture';

interface ZoomedProps {
  /** What is seen: `Map 3 of C1`. */
  readonly title: string;
  /** What a picture of it is called when it is saved; absent where there is none. */
  readonly file?: readonly string[];
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** One map or unit of a layer by itself, until it is closed; then the focus is where it was before. */
export function Zoomed({ title, file, onClose, children }: ZoomedProps) {
  const before = useRef(document.activeElement);
  const close = () => {
    onClose();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  return (
    <section
      class="dnn-zoom"
      aria-label={title}
      onKeyDown={(event) => event.key === 'Escape' && close()}
    >
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{title}</span>
        {file && <SavePicture name={file} />}
        <IconButton icon="close" label={l10n.t('Close')} onClick={close} />
      </header>
      {children}
    </section>
  );
}
