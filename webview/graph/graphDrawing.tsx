import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useUniqueId } from '../ui/hooks';
import { EdgeLabels, Edges } from './edges';
import { EdgeShapes } from './edgeShapes';
import { centreOn, neighbour, reveal } from './geometry';
import { GraphToolbar } from './graphToolbar';
import { GroupFrame } from './groupFrame';
import type { Box, GraphLayout, Size } from './layout';
import type { MeasureText } from './measure';
import { Minimap, needsMap } from './minimap';
import { NodeBox } from './nodeBox';
import { useView } from './useView';
import type { GraphEdge } from './visibleGraph';

interface GraphDrawingProps {
  readonly layout: GraphLayout;
  readonly frame: Size;
  /** All of it is in sight at 100%. */
  readonly fits: boolean;
  readonly measure: MeasureText;
  readonly svg: RefObject<SVGSVGElement>;
  readonly selected: string | undefined;
  readonly onSelect: (box: string | undefined) => void;
  /** Folds or opens a group. */
  readonly onToggle: (group: string) => void;
  readonly onSearch?: (() => void) | undefined;
  /** A box to go to, once for each such object. */
  readonly goTo?: { readonly box: string } | undefined;
}

/** Boxes, frames and edges where the layout has put them; pan, zoom and keys. */
export function GraphDrawing(props: GraphDrawingProps) {
  const { layout, frame, fits, measure, svg, selected, onSelect, onToggle, onSearch, goTo } = props;
  const elements = useRef(new Map<string, SVGGElement>());
  const markerId = useUniqueId('arrow');
  const [focused, setFocused] = useState<string>();
  const [hovered, setHovered] = useState<GraphEdge>();
  const first = layout.nodes[0]?.id;
  const start = layout.boxes.get(first ?? '') ?? { x: 0, y: 0 };
  const { view, setView, moved, zoom, fit } = useView(svg, layout, frame, start);
  /** Some of it may be out of sight. */
  const pannable = !fits || moved;
  const tabbable = focused !== undefined && layout.boxes.has(focused) ? focused : first;

  const isActive = ({ from, to }: GraphEdge): boolean =>
    selected === from || selected === to || (hovered?.from === from && hovered.to === to);
  const activate = (id: string) => {
    if (id.startsWith('group:')) onToggle(id.slice('group:'.length));
    else onSelect(selected === id ? undefined : id);
  };
  const onKeyDown = (id: string, event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') activate(id);
    else if (event.key === 'Escape' && selected !== undefined) onSelect(undefined);
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
  const wanted = goTo && layout.boxes.get(goTo.box);
  useEffect(() => {
    if (!goTo || !wanted) return;
    setFocused(goTo.box);
    bringIntoView(wanted);
  }, [goTo, wanted]);

  const handlers = { onToggle, bringIntoView, activate, onFocus, onKeyDown };
  const latest = useRef(handlers);
  latest.current = handlers;
  // Kept while it is only moved: a pan changes one attribute, however many boxes there are.
  const boxes = useMemo(
    () => (
      <>
        {layout.frames.map((group) => (
          <GroupFrame
            key={group.id}
            group={group}
            onFold={() => latest.current.onToggle(group.id)}
            onFocus={(box) => latest.current.bringIntoView(box)}
          />
        ))}
        <Edges layout={layout} isActive={isActive} onHover={setHovered} markerId={markerId} />
        <EdgeShapes layout={layout} isActive={isActive} />
        {layout.nodes.map((item) => {
          const { id } = item;
          const box = layout.boxes.get(id);
          return (
            box && (
              <NodeBox
                key={id}
                node={item}
                box={box}
                selected={id === selected}
                tabbable={id === tabbable}
                measure={measure}
                onSelect={() => latest.current.activate(id)}
                onFocus={() => latest.current.onFocus(id)}
                onKeyDown={(event) => latest.current.onKeyDown(id, event)}
                elementRef={(element) =>
                  void (element ? elements.current.set(id, element) : elements.current.delete(id))
                }
              />
            )
          );
        })}
        <EdgeLabels layout={layout} isActive={isActive} />
      </>
    ),
    [layout, selected, hovered, tabbable, measure, markerId],
  );

  return (
    <>
      <svg
        ref={svg}
        width={frame.width}
        height={frame.height}
        role="group"
        aria-label={l10n.t('Layers; arrow keys move between them')}
      >
        <g transform={`translate(${view.x} ${view.y}) scale(${view.zoom})`}>{boxes}</g>
      </svg>
      {pannable && needsMap(layout, view, frame) && (
        <Minimap
          {...{ layout, view, frame }}
          onMove={(to) => setView((last) => centreOn(last, to, frame))}
        />
      )}
      {pannable && <GraphToolbar onZoom={zoom} onFit={fit} onSearch={onSearch} />}
    </>
  );
}
