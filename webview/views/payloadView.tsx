import type { ComponentChild } from 'preact';
import type { Payloads, RenderedKind } from '../../src/views/payloads';
import type { RendererMessage } from '../../src/views/messages';
import { Notice } from '../ui/status';
import { DataView } from '../dataViews/dataView';
import { InspectionView } from './inspectionView';
import { ForecastView } from './forecastView';
import { RateView } from './rateView';
import { NetworkView } from './networkView';
import { TrainingView } from './trainingView';
import { repairChoice } from './repairChoice';

/** Absent where the notebook's host cannot be reached, as in a diff. */
type Post = ((message: Exclude<RendererMessage, { type: 'ready' | 'rerun' }>) => void) | undefined;

interface PayloadViewProps {
  readonly kind: RenderedKind;
  /** What the kind carries; the host made it. */
  readonly payload: unknown;
  readonly post: Post;
}

type View<Payload> = (payload: Payload, post: Post) => ComponentChild;

/** The view of each kind. */
const views: { readonly [Kind in RenderedKind]: View<Payloads[Kind]> } = {
  data: (data) => <DataView data={data} />,
  network: (network, post) => (
    <NetworkView
      network={network}
      onReveal={post && ((layer) => post({ type: 'revealLayer', network: network.name, layer }))}
      onEdit={post && ((layer) => post({ type: 'edit', network: network.name, layer }))}
    />
  ),
  training: (snapshot, post) => (
    <TrainingView
      snapshot={snapshot}
      onControl={post && ((command) => post({ type: 'control', run: snapshot.run, command }))}
      onRepair={post && ((verdict, title) => post(repairChoice(snapshot.network, verdict, title)))}
    />
  ),
  inspection: (inspection) => <InspectionView inspection={inspection} />,
  rate: (found, post) => (
    <RateView
      found={found}
      onUse={post && ((rate) => post({ type: 'useRate', network: found.network, rate }))}
    />
  ),
  forecast: (found) => <ForecastView found={found} />,
  error: (error) => <Notice kind="error" {...error} />,
};

/** The view of what an output or a result carries. */
export const PayloadView = ({ kind, payload, post }: PayloadViewProps) => {
  const view = views[kind] as View<never>;
  return <>{view(payload as never, post)}</>;
};
