import type { ComponentChild } from 'preact';
import { mimeTypes, type Payloads } from '../../src/views/payloads';
import type { RendererMessage } from '../../src/views/messages';
import { Notice } from '../ui/status';
import { DataView } from '../views/dataView';
import { InspectionView } from '../views/inspectionView';
import { RateView } from '../views/rateView';
import { NetworkView } from '../views/networkView';
import { TrainingView } from '../views/trainingView';

/** Absent where the notebook's host cannot be reached, as in a diff. */
type Post = ((message: RendererMessage) => void) | undefined;

interface OutputProps {
  readonly mime: string;
  /** Parsed JSON of the MIME type's payload; the host made it. */
  readonly payload: unknown;
  readonly post: Post;
}

type View<Payload> = (payload: Payload, post: Post) => ComponentChild;

/** The view of each kind of output. */
const views: { readonly [Kind in keyof Payloads]: View<Payloads[Kind]> } = {
  data: (data) => <DataView data={data} />,
  network: (network, post) => (
    <NetworkView
      network={network}
      onReveal={post && ((layer) => post({ type: 'revealLayer', network: network.name, layer }))}
    />
  ),
  training: (snapshot, post) => (
    <TrainingView
      snapshot={snapshot}
      onControl={post && ((command) => post({ type: 'control', run: snapshot.run, command }))}
    />
  ),
  inspection: (inspection) => <InspectionView inspection={inspection} />,
  rate: (found, post) => (
    <RateView
      found={found}
      onUse={post && ((rate) => post({ type: 'useRate', network: found.network, rate }))}
    />
  ),
  error: (error) => <Notice kind="error" {...error} />,
};

const byMime = new Map<string, View<never>>(
  Object.entries(views).map(([kind, view]) => [mimeTypes[kind as keyof Payloads], view]),
);

/** The view of a cell output. */
export function Output({ mime, payload, post }: OutputProps) {
  const view = byMime.get(mime);
  return view ? (
    <>{view(payload as never, post)}</>
  ) : (
    <Notice kind="error" message={`There is no view for outputs of type ${mime}.`} />
  );
}
