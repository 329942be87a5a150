import * as l10n from '@vscode/l10n';
import type { NetworkPayload } from '../../src/views/payloads';
import { LayerGraph } from '../graph/layerGraph';
import { LayerTable } from '../graph/layerTable';
import { formatBytes, formatCount, formatInteger, plural } from '../../src/text/numbers';

interface NetworkViewProps {
  readonly network: NetworkPayload;
  readonly onReveal?: ((layer: string) => void) | undefined;
  readonly onEdit?: ((layer?: string) => void) | undefined;
}

/** A network cell's output: its sums, the layer graph and the layer table. */
export const NetworkView = ({ network, onReveal, onEdit }: NetworkViewProps) => (
  <section aria-label={l10n.t('Network {0}', network.name)}>
    <NetworkHeader network={network} />
    <LayerGraph network={network} maxHeight={640} onReveal={onReveal} onEdit={onEdit} />
    <LayerTable network={network} />
  </section>
);

export const NetworkHeader = ({ network: { name, layers, totals } }: NetworkViewProps) => (
  <header class="dnn-head">
    <h3>{name}</h3>
    <span class="dnn-muted">
      {[
        plural(layers.length, l10n.t('1 layer'), l10n.t('{0} layers', layers.length)),
        l10n.t('{0} parameters', formatInteger(totals.parameterCount)),
        l10n.t('{0} multiply-adds', unbroken(formatCount(totals.multiplyAdds))),
        unbroken(formatBytes(totals.memory)),
      ].join(' · ')}
    </span>
  </header>
);

/** A number stays on the line of its unit. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');
