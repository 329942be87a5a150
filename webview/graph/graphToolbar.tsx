import * as l10n from '@vscode/l10n';
import { IconButton } from '../ui/iconButton';

interface GraphToolbarProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onSearch?: (() => void) | undefined;
}

/** The buttons in the corner of the picture. */
export const GraphToolbar = ({ onZoom, onFit, onSearch }: GraphToolbarProps) => (
  <div class="dnn-graph-toolbar" role="toolbar" aria-label={l10n.t('Zoom')}>
    {onSearch && (
      <IconButton
        icon="search"
        label={l10n.t('Find layers')}
        title={l10n.t('Find layers (/)')}
        onClick={onSearch}
      />
    )}
    <IconButton
      icon="zoom-out"
      label={l10n.t('Zoom out')}
      title={l10n.t('Zoom out (−)')}
      onClick={() => onZoom(0.8)}
    />
    <IconButton
      icon="zoom-in"
      label={l10n.t('Zoom in')}
      title={l10n.t('Zoom in (+)')}
      onClick={() => onZoom(1.25)}
    />
    <IconButton
      icon="screen-full"
      label={l10n.t('Fit')}
      title={l10n.t('Fit the whole graph (0)')}
      onClick={onFit}
    />
  </div>
);
