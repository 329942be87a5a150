import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { plural } from '../../src/text/numbers';
import { useWidth } from '../ui/hooks';
import { IconButton } from '../ui/iconButton';
import { SavePicture } from '../ui/savePicture';
import { useTheme } from '../ui/theme';
import { firstFolds } from './bestLayout';
import { readableZoom } from './geometry';
import { GraphDrawing } from './graphDrawing';
import { GraphSearch } from './graphSearch';
import { LayerDetails } from './layerDetails';
import { LayoutProgress } from './layoutProgress';
import { canvasMeasure } from './measure';
import type { GraphSource } from './source';
import { useLayout } from './useLayout';
import { asksForSearch, useSearch } from './useSearch';
import { groupPaths, visibleGraph, withToggled, type GraphNode } from './visibleGraph';

interface LayerGraphProps {
  readonly network: GraphSource;
  readonly maxHeight: number;
  /** Fill the height even when the drawing is smaller. */
  readonly minHeight?: number;
  readonly onReveal?: ((layer: string) => void) | undefined;
  /** Changes the network, at a layer where one is selected. */
  readonly onEdit?: ((layer?: string) => void) | undefined;
  /** The box that is chosen, where the page around decides that; details are its business then. */
  readonly chosen?: {
    readonly box: string | undefined;
    readonly onChoose: (box: string | undefined) => void;
  };
  /** What else is known of the selected box, below its details. */
  readonly details?: (node: GraphNode) => ComponentChildren;
}

/** The network as a picture: boxes and edges, folds, pan and zoom, details of the selected box below. */
export function LayerGraph(props: LayerGraphProps) {
  const { network, maxHeight, minHeight = 0, onReveal, onEdit, details, chosen } = props;
  const theme = useTheme();
  const [frameRef, measured] = useWidth<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<string>();
  const selected = chosen ? chosen.box : opened;
  const setSelected = chosen ? chosen.onChoose : setOpened;
  const [goTo, setGoTo] = useState<{ readonly box: string }>();
  const measure = useMemo(() => canvasMeasure(theme.font), [theme.font]);
  const width = measured || 600;
  const folded = useMemo(
    () => firstFolds(network, width, maxHeight, measure),
    [network, width, maxHeight, measure],
  );
  const graph = useMemo(
    () => visibleGraph(network, withToggled(folded, toggled)),
    [network, folded, toggled],
  );
  const { layout, ...progress } = useLayout(graph, width, maxHeight, measure);
  const scale = layout ? Math.min(1, Math.max(readableZoom, width / layout.width)) : 1;
  const height = layout ? Math.ceil(layout.height * scale) : maxHeight / 2;
  const fits = !layout || (height <= maxHeight && layout.width * scale <= width && scale === 1);
  // What does not fit gets room for the zoom buttons.
  const room = Math.min(maxHeight, fits ? height : height + 44);
  const frame = { width, height: Math.max(minHeight, room) };
  const node = layout?.nodes.find(({ id }) => id === selected);
  const toggle = (group: string) =>
    setToggled((last) => {
      const next = new Set(last);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  const show = (layer: string) => {
    const closed = withToggled(folded, toggled);
    for (const { id } of groupPaths(network).get(layer) ?? []) if (closed.has(id)) toggle(id);
    setSelected(layer);
    setGoTo({ box: layer });
  };
  const search = useSearch(network, show, () => {
    const wanted = selected ?? layout?.nodes[0]?.id;
    if (wanted !== undefined)
      svg.current?.querySelector<SVGGElement>(`[data-node="${CSS.escape(wanted)}"]`)?.focus();
  });

  return (
    <figure
      class="dnn-graph"
      onKeyDown={(event) => {
        if (!asksForSearch(event)) return;
        search.open();
        // VS Code's own search of the page would open as well.
        event.preventDefault();
        event.stopPropagation();
      }}
      aria-label={plural(
        network.layers.length,
        l10n.t('Layer graph of {0}, 1 layer', network.name),
        l10n.t('Layer graph of {0}, {1} layers', network.name, network.layers.length),
      )}
    >
      <div ref={frameRef} class="dnn-graph-frame" style={{ height: frame.height }}>
        {layout && (
          <GraphDrawing
            svg={svg}
            {...{ layout, frame, fits, measure, selected, goTo }}
            onSelect={setSelected}
            onToggle={toggle}
            onSearch={search.open}
          />
        )}
        {search.isOpen && <GraphSearch search={search} />}
        <LayoutProgress boxes={graph.nodes.length} {...progress} />
      </div>
      <div class="dnn-graph-foot">
        {onEdit && (
          <IconButton
            icon="edit"
            label={l10n.t('Edit in Designer')}
            onClick={() => onEdit(node?.layer?.id)}
          >
            {l10n.t('Edit in Designer')}
          </IconButton>
        )}
        <SavePicture
          name={[l10n.t('{0} graph', network.name)]}
          within={() => svg.current?.parentElement}
        />
      </div>
      {node && !chosen && (
        <LayerDetails
          node={node}
          network={network}
          onReveal={onReveal}
          onEdit={onEdit}
          onClose={() => setSelected(undefined)}
        >
          {details?.(node)}
        </LayerDetails>
      )}
    </figure>
  );
}
