import type { NetworkPayload } from '../../src/views/payloads';
import { LayerGraph } from '../graph/layerGraph';
import { LayerTable } from '../graph/layerTable';
import { counted, formatBytes, formatCount, formatInteger } from '../../src/text/numbers';

interface NetworkViewProps {
  readonly network: NetworkPayload;
  readonly onReveal?: ((layer: string) => void) | undefined;
}

/** A network cell's output: its sums, the layer graph and the layer table. */
export const NetworkView = ({ network, onReveal }: NetworkViewProps) => (
  <section aria-label={`Network ${network.name}`}>
    <NetworkHeader network={network} />
    <LayerGraph network={network} maxHeight={640} onReveal={onReveal} />
    <LayerTable network={network} />
  </section>
);

export const NetworkHeader = ({ network: { name, layers, totals } }: NetworkViewProps) => (
  <header class="dnn-head">
    <h3>{name}</h3>
    <span class="dnn-muted">
      {counted(layers.length, 'layer')} · {formatInteger(totals.parameterCount)} parameters ·{' '}
      {unbroken(formatCount(totals.multiplyAdds))} multiply-adds ·{' '}
      {unbroken(formatBytes(totals.memory))}
    </span>
  </header>
);

/** A number stays on the line of its unit. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0');
