import * as l10n from '@vscode/l10n';
interface GraphToolbarProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Zoom buttons in the corner of the picture. */
export const GraphToolbar = ({ onZoom, onFit }: GraphToolbarProps) => (
  <div class="dnn-graph-toolbar" role="toolbar" aria-label={l10n.t('Zoom')}>
    <button
      type="button"
      aria-label={l10n.t('Zoom out')}
      title={l10n.t('Zoom out (−)')}
      onClick={() => onZoom(0.8)}
    >
      −
    </button>
    <button
      type="button"
      aria-label={l10n.t('Zoom in')}
      title={l10n.t('Zoom in (+)')}
      onClick={() => onZoom(1.25)}
    >
      +
    </button>
    <button type="button" title={l10n.t('Fit the whole graph (0)')} onClick={onFit}>
      {l10n.t('Fit')}
    </button>
  </div>
);
