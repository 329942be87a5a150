import { mimeTypes, type Payloads } from '../../src/views/payloads';
import type { RendererMessage } from '../../src/views/messages';
import { Notice } from '../ui/status';
import { DataView } from '../views/dataView';
import { InspectionView } from '../views/inspectionView';
import { RateView } from '../views/rateView';
import { NetworkView } from '../views/networkView';
import { TrainingView } from '../views/trainingView';

interface OutputProps {
  readonly mime: string;
  /** Parsed JSON of the MIME type's payload; the host made it. */
  readonly payload: unknown;
  /** Absent where the notebook's host cannot be reached, as in a diff. */
  readonly post: ((message: RendererMessage) => void) | undefined;
}

/** The view of a cell output. */
export function Output({ mime, payload, post }: OutputProps) {
  switch (mime) {
    case mimeTypes.data:
      return <DataView data={payload as Payloads['data']} />;
    case mimeTypes.network: {
      const network = payload as Payloads['network'];
      return (
        <NetworkView
          network={network}
          onReveal={
            post && ((layer) => post({ type: 'revealLayer', network: network.name, layer }))
          }
        />
      );
    }
    case mimeTypes.training: {
      const snapshot = payload as Payloads['training'];
      const { run } = snapshot;
      return (
        <TrainingView
          snapshot={snapshot}
          onControl={post && ((command) => post({ type: 'control', run, command }))}
        />
      );
    }
    case mimeTypes.rate: {
      const found = payload as Payloads['rate'];
      const { network } = found;
      return (
        <RateView
          found={found}
          onUse={post && ((rate) => post({ type: 'useRate', network, rate }))}
        />
      );
    }
    case mimeTypes.error:
      return <Notice kind="error" {...(payload as Payloads['error'])} />;
    case mimeTypes.inspection:
      return <InspectionView inspection={payload as Payloads['inspection']} />;
    default:
      return <Notice kind="error" message={`There is no view for outputs of type ${mime}.`} />;
  }
}
