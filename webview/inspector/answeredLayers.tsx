import type { NetworkPayload, WireTensor } from '../../src/views/payloads';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { LayerWeights } from './layerWeights';
import { MapZoom } from './mapZoom';

interface AnsweredLayersProps {
  readonly network: NetworkPayload;
  /** What layers make of the input, as far as it is known. */
  readonly maps: ReadonlyMap<string, WireTensor>;
  readonly open: ReadonlySet<string>;
  readonly onToggle: (layer: string) => void;
  /** Absent before there is one. */
  readonly input: WireTensor | undefined;
  /** Says which parameters are on view. */
  readonly version: string;
}

/** All layers of a network with what they make of an input, their weights, and a map seen larger. */
export function AnsweredLayers(props: AnsweredLayersProps) {
  const { network, maps, open, onToggle, input, version } = props;
  const shared = input && { network, input, version };
  return (
    <FeatureMaps
      layers={network.layers.map(({ id, shape }) => ({ layer: id, shape, maps: maps.get(id) }))}
      open={open}
      onToggle={onToggle}
      below={shared && ((layer) => <LayerWeights {...shared} layer={layer} />)}
      zoom={shared && ((layer, map) => <MapZoom key={map} {...shared} layer={layer} map={map} />)}
    />
  );
}
