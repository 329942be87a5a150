interface GraphToolbarProps {
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Zoom buttons in the corner of the picture. */
export const GraphToolbar = ({ onZoom, onFit }: GraphToolbarProps) => (
  <div class="dnn-graph-toolbar" role="toolbar" aria-label="Zoom">
    <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => onZoom(0.8)}>
      −
    </button>
    <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => onZoom(1.25)}>
      +
    </button>
    <button type="button" title="Fit the whole graph (0)" onClick={onFit}>
      Fit
    </button>
  </div>
);
