import * as l10n from '@vscode/l10n';
import { useEffect, useState } from 'preact/hooks';
import type { Path } from '../../src/designer/chain';
import type { DesignerState } from '../../src/views/designer';
import { LayerGraph } from '../graph/layerGraph';
import { EmptyState, Notice } from '../ui/status';
import type { Actions } from './actions';
import { dragType } from './drag';
import { boxOf, pathOfBox, type Selection } from './selection';

interface DesignGraphProps {
  readonly state: DesignerState;
  readonly selection: Selection | undefined;
  readonly actions: Actions;
  readonly onSelect: (path: Path | undefined) => void;
}

/** The network as a picture in which layers are selected, and onto which new ones are dropped. */
export function DesignGraph({ state, selection, actions, onSelect }: DesignGraphProps) {
  const { design, network, isOutdated } = state;
  const [height, setHeight] = useState(() => window.innerHeight);
  useEffect(() => {
    const measure = () => setHeight(window.innerHeight);
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  if (!design) return null;
  if (!network)
    return (
      <EmptyState title={l10n.t('Not a network yet')}>
        <p>{l10n.t('The picture comes once the text below is a network.')}</p>
      </EmptyState>
    );
  const drop = (event: DragEvent) => {
    const text = event.dataTransfer?.getData(dragType);
    const target = event.target instanceof Element ? event.target : undefined;
    if (text === undefined || text === '' || !target) return;
    event.preventDefault();
    const edge = target.closest<SVGElement>('[data-edge-to]');
    if (edge) {
      const from = pathOfBox(design, edge.dataset.edgeFrom ?? '');
      const to = pathOfBox(design, edge.dataset.edgeTo ?? '');
      if (from && to) actions.edit({ kind: 'insertBetween', from, to, text });
      return;
    }
    const box = target.closest<SVGElement>('[data-node]')?.dataset.node;
    const path = box === undefined ? undefined : pathOfBox(design, box);
    if (path)
      actions.edit({
        kind: 'insert',
        at: { chain: path.slice(0, -1), index: (path[path.length - 1] ?? 0) + 1 },
        text,
      });
  };
  return (
    <div
      class={isOutdated ? 'dnn-design-graph dnn-outdated' : 'dnn-design-graph'}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes(dragType)) event.preventDefault();
      }}
      onDrop={drop}
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
    </div>
  );
}
