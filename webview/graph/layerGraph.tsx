import * as l10n from '@vscode/l10n';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { NetworkPayload } from '../../src/views/payloads';
import { plural } from '../../src/text/numbers';
import { useUniqueId, useWidth } from '../ui/hooks';
import { SavePicture } from '../ui/savePicture';
import { useTheme } from '../ui/theme';
import { bestLayout, firstFolds } from './bestLayout';
import { EdgeLabels, Edges } from './edges';
import { neighbour, readableZoom, reveal } from './geometry';
import { GraphToolbar } from './graphToolbar';
import { GroupFrame } from './groupFrame';
import { LayerDetails } from './layerDetails';
import type { Box } from './layout';
import { canvasMeasure } from './measure';
import { NodeBox } from './nodeBox';
import { useView } from './useView';
import { visibleGraph, withToggled, type GraphEdge } from './visibleGraph';

interface LayerGraphProps {
  readonly network: NetworkPayload;
  readonly maxHeight: number;
  /** Fill the height even when the drawing is smaller. */
  readonly minHeight?: number;
  readonly onReveal?: ((layer: string) => void) | undefined;
}

/** The network as a picture: boxes and edges, folds, pan and zoom, details of the selected box below. */
export function LayerGraph({ network, maxHeight, minHeight = 0, onReveal }: LayerGraphProps) {
  const theme = useTheme();
  const [frameRef, width] = useWidth<HTMLDivElement>();
  const svg = useRef<SVGSVGElement>(null);
  const elements = useRef(new Map<string, SVGGElement>());
  const markerId = useUniqueId('arrow');
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [selected, setSelected] = useState<string>();
  const [focused, setFocused] = useState<string>();
  const [hovered, setHovered] = useState<GraphEdge>();
  const measure = useMemo(() => canvasMeasure(theme.font), [theme.font]);
  const folded = useMemo(
    () => firstFolds(network, width || 600, maxHeight, measure),
    [network, width, maxHeight, measure],
  );
  const graph = useMemo(
    () => visibleGraph(network, withToggled(folded, toggled)),
    [network, folded, toggled],
  );
  const layout = useMemo(
    () => bestLayout(graph, width || 600, maxHeight, measure),
    [graph, width, maxHeight, measure],
  );
  const scale = Math.min(1, Math.max(readableZoom, (width || 600) / layout.width));
  const height = Math.ceil(layout.height * scale);
  // What does not fit gets room for the zoom buttons.
  const fits = height <= maxHeight && layout.width * scale <= (width || 600) && scale === 1;
  const frame = {
    width: width || 600,
    height: Math.max(minHeight, Math.min(maxHeight, fits ? height : height + 44)),
  };
  const { view, setView, moved, zoom, fit } = useView(
    svg,
    layout,
    frame,
    layout.boxes.get(graph.nodes[0]?.id ?? '') ?? { x: 0, y: 0 },
  );
  /** Some of it may be out of sight. */
  const pannable = !fits || moved;
  const node = graph.nodes.find(({ id }) => id === selected);
  const tabbable =
    focused !== undefined && layout.boxes.has(focused) ? focused : graph.nodes[0]?.id;

  const isActive = ({ from, to }: GraphEdge): boolean =>
    selected === from || selected === to || (hovered?.from === from && hovered.to === to);
  const toggle = (group: string) =>
    setToggled((last) => {
      const next = new Set(last);
      if (!next.delete(group)) next.add(group);
      return next;
    });
  const activate = (id: string) => {
    if (id.startsWith('group:')) toggle(id.slice('group:'.length));
    else setSelected((last) => (last === id ? undefined : id));
  };
  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') activate(id);
    else if (event.key === 'Escape' && selected !== undefined) setSelected(undefined);
    else if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else {
      const next = neighbour(layout, id, event.key);
      if (next === undefined) return;
      elements.current.get(next)?.focus({ preventScroll: true });
    }
    event.preventDefault();
  };
  const bringIntoView = (box: Box) => {
    if (pannable) setView((last) => reveal(last, box, frame));
  };
  const onFocus = (id: string) => {
    setFocused(id);
    const box = layout.boxes.get(id);
    // Only keyboard focus moves the picture; a click must not pull it from under the pointer.
    if (box && elements.current.get(id)?.matches(':focus-visible')) bringIntoView(box);
  };

  return (
    <figure
      class="dnn-graph"
      aria-label={plural(
        network.layers.length,
        l10n.t('Layer graph of {0}, 1 layer', network.name),
        l10n.t('Layer graph of {0}, {1} layers', network.name, network.layers.length),
      )}
    >
      <div ref={frameRef} class="dnn-graph-frame" style={{ height: frame.height }}>
        <svg
          ref={svg}
          width={frame.width}
          height={frame.height}
          role="group"
          aria-label={l10n.t('Layers; arrow keys move between them')}
        >
          <g transform={`translate(${view.x} ${view.y}) scale(${view.zoom})`}>
            {layout.frames.map((group) => (
              <GroupFrame
                key={group.id}
                group={group}
                onFold={() => toggle(group.id)}
                onFocus={bringIntoView}
              />
            ))}
            <Edges layout={layout} isActive={isActive} onHover={setHovered} markerId={markerId} />
            {graph.nodes.map((item) => {
              const box = layout.boxes.get(item.id);
              return (
                box && (
                  <NodeBox
                    key={item.id}
                    node={item}
                    box={box}
                    selected={item.id === selected}
                    tabbable={item.id === tabbable}
                    measure={measure}
                    onSelect={() => activate(item.id)}
                    onFocus={() => onFocus(item.id)}
                    onKeyDown={onKeyDown(item.id)}
                    elementRef={(element) =>
                      void (element
                        ? elements.current.set(item.id, element)
                        : elements.current.delete(item.id))
                    }
                  />
                )
              );
            })}
            <EdgeLabels layout={layout} isActive={isActive} />
          </g>
        </svg>
        {pannable && <GraphToolbar onZoom={zoom} onFit={fit} />}
      </div>
      <SavePicture
        kind="svg"
        name={[network.name, 'graph']}
        within={() => svg.current?.parentElement}
      />
      {node && (
        <LayerDetails
          node={node}
          network={network}
          onReveal={onReveal}
          onClose={() => setSelected(undefined)}
        />
      )}
    </figure>
  );
}
