import * as l10n from '@vscode/l10n';
import type { NetworkPayload } from '../../src/views/payloads';
import { LayerGraph } from '../graph/layerGraph';
import { LayerTable } from '../graph/layerTable';
import { Disclosure } from '../ui/disclosure';
import { post } from './host';

/** The layer graph, with the layer table as its text alternative. */
export const GraphTab = ({ network }: { readonly network: NetworkPayload }) => (
  <>
    <LayerGraph
      key={network.name}
      network={network}
      maxHeight={Math.max(320, window.innerHeight - 180)}
      onReveal={(layer) => post({ type: 'revealLayer', network: network.name, layer })}
      onEdit={(layer) => post({ type: 'edit', network: network.name, layer })}
    />
    <Disclosure summary={l10n.t('Table')} open>
      {() => <LayerTable network={network} />}
    </Disclosure>
  </>
);
