import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { Path } from '../../src/designer/chain';
import type { DesignerState } from '../../src/views/designer';
import { LayerGraph } from '../graph/layerGraph';
import { EmptyState, Notice } from '../ui/status';
import type { Actions } from './actions';
import { dragType } from './drag';
import { dropPlace, markDrop } from './dropPlace';
import { boxOf, isSelected, itemAt, pathOfBox, type Selection } from './selection';
import { useBoxDrag } from './useBoxDrag';

interface DesignGraphProps {
  readonly state: DesignerState;
  readonly selection: Selection | undefined;
  readonly actions: Actions;
  readonly onSelect: (path: Path | undefined) => void;
}

/** The network as a picture in which layers are selected and moved, and onto which new ones are dropped. */
export function DesignGraph({ state, selection, actions, onSelect }: DesignGraphProps) {
  const { design, network, isOutdated } = state;
  const [height, setHeight] = useState(() => window.innerHeight);
  useEffect(() => {
    const measure = () => setHeight(window.innerHeight);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  const itemOf = (box: string) => {
    const path = design && pathOfBox(design, box);
    return path && itemAt(design.items, path);
  };
  const { drag, handlers } = useBoxDrag({
    canDrag: (box) => !isOutdated && (itemOf(box)?.kind ?? 'input') !== 'input',
    onOver: (below) => {
      const place = below && design && dropPlace(design, below);
      markDrop(place?.gap && place.element);
    },
    onDrop: (box, below) => {
      const path = itemOf(box)?.path;
      const to = design && dropPlace(design, below)?.gap;
      if (!path || !to) return;
      const group =
        selection && isSelected(selection, path) ? selection : { first: path, count: 1 };
      actions.edit({ kind: 'move', group, to });
    },
  });
  if (!design) return null;
  if (!network)
    return (
      <EmptyState title={l10n.t('Not a network yet')}>
        <p>{l10n.t('The picture comes once the text below is a network.')}</p>
      </EmptyState>
    );
  const placeAt = ({ target }: DragEvent) =>
    target instanceof Element ? dropPlace(design, target) : undefined;
  const dropLine = (event: DragEvent) => {
    markDrop(undefined);
    const text = event.dataTransfer?.getData(dragType);
    const place = placeAt(event);
    if (text === undefined || text === '' || !place) return;
    event.preventDefault();
    if (place.ends) actions.edit({ kind: 'insertBetween', ...place.ends, text });
    else if (place.gap) actions.edit({ kind: 'insert', at: place.gap, text });
  };
  return (
    <div
      class={isOutdated ? 'dnn-design-graph dnn-outdated' : 'dnn-design-graph'}
      {...handlers}
      onDragOver={(event) => {
        if (!event.dataTransfer?.types.includes(dragType)) return;
        event.preventDefault();
        markDrop(placeAt(event)?.element);
      }}
      onDragLeave={() => markDrop(undefined)}
      onDrop={dropLine}
    >
      {isOutdated && (
        <Notice
          kind="info"
          message={l10n.t('The picture shows the network before the last mistake.')}
        />
      )}
      <LayerGraph
        key={network.name}
        network={network}
        maxHeight={Math.max(280, height * 0.6)}
        minHeight={Math.min(280, height * 0.4)}
        chosen={{
          box: selection && boxOf(design, selection.first),
          onChoose: (box) => onSelect(box === undefined ? undefined : pathOfBox(design, box)),
        }}
      />
      {drag && (
        <code class="dnn-dragged" style={{ left: `${drag.x}px`, top: `${drag.y}px` }}>
          {itemOf(drag.box)?.text}
        </code>
      )}
    </div>
  );
}
