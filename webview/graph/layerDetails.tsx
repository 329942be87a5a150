import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { formatInteger, formatShape } from '../../src/text/numbers';
import { IconButton } from '../ui/iconButton';
import { Fact, Facts, Notice } from '../ui/status';
import type { GraphSource } from './source';
import type { GraphNode } from './visibleGraph';

interface LayerDetailsProps {
  readonly node: GraphNode;
  readonly network: GraphSource;
  readonly onReveal?: ((layer: string) => void) | undefined;
  readonly onEdit?: ((layer?: string) => void) | undefined;
  readonly onClose: () => void;
  /** What else is known of it. */
  readonly children?: ComponentChildren;
}

/** All that is known of the selected box. */
export function LayerDetails(props: LayerDetailsProps) {
  const { node, network, onReveal, onEdit, onClose, children } = props;
  const { layer } = node;
  const source = (id: string): string => {
    const read = network.layers.find((other) => other.id === id);
    return `${read ? id : network.input.name} ${formatShape(read?.shape ?? network.input.shape)}`;
  };
  return (
    <section
      class="dnn-layer-details"
      aria-label={l10n.t('Details of {0}', node.title)}
      aria-live="polite"
    >
      <header class="dnn-chart-head">
        <span class="dnn-chart-title">{node.title}</span>
        {layer && <code>{[layer.text, ...layer.activations].join(' ')}</code>}
        <span class="dnn-spacer" />
        {layer && onReveal && (
          <button type="button" class="dnn-link" onClick={() => onReveal(layer.id)}>
            {l10n.t('Show in notebook')}
          </button>
        )}
        {layer && onEdit && (
          <button type="button" class="dnn-link" onClick={() => onEdit(layer.id)}>
            {l10n.t('Edit in Designer')}
          </button>
        )}
        <IconButton icon="close" label={l10n.t('Close details')} onClick={onClose} />
      </header>
      <Facts>
        {layer && layer.inputs.length > 0 && (
          <Fact label={l10n.t('in')}>{layer.inputs.map(source).join(', ')}</Fact>
        )}
        {node.shape.length > 0 && <Fact label={l10n.t('out')}>{formatShape(node.shape)}</Fact>}
        {layer?.parameters.map(({ name, shape }) => (
          <Fact key={name} label={name}>
            {formatShape(shape)}
          </Fact>
        ))}
        {layer && layer.parameterCount > 0 && (
          <Fact label={l10n.t('parameters')}>{formatInteger(layer.parameterCount)}</Fact>
        )}
        {node.multiplyAdds && <Fact label={l10n.t('multiply-adds')}>{node.multiplyAdds}</Fact>}
        {node.memory && <Fact label={l10n.t('memory')}>{node.memory}</Fact>}
        {layer?.output && (
          <Fact label={l10n.t('head')}>
            {l10n.t('{0}, weight {1}', layer.output.name, layer.output.weight)}
          </Fact>
        )}
      </Facts>
      {layer?.problem !== undefined && (
        <Notice kind="warning" message={l10n.t('Not supported: {0}', layer.problem)} />
      )}
      {children}
    </section>
  );
}
