import type { Packed, PackedTensor } from '../../src/views/packed';
import type { Answer, NetworkPayload } from '../../src/views/payloads';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { ActivatingSamples } from './activatingSamples';
import { LayerWeights } from './layerWeights';
import { MapZoom } from './mapZoom';
import type { OpenLayers } from './openLayers';

interface AnsweredLayersProps {
  readonly network: NetworkPayload;
  /** What layers make of the input, as far as it is known. */
  readonly outputs: Packed<Answer>['outputs'];
  readonly layers: OpenLayers;
  /** Absent before there is one. */
  readonly input: PackedTensor | undefined;
  /** Says which parameters are on view. */
  readonly version: string;
}

/** All layers of a network with what they make of an input, their weights, and a map seen larger. */
export function AnsweredLayers(props: AnsweredLayersProps) {
  const { network, outputs, layers, input, version } = props;
  const { open, onToggle, onAll } = layers;
  const shared = input && { network, input, version };
  const isMap = (layer: string) =>
    network.layers.find(({ id }) => id === layer)?.shape.length === 3;
  const known = new Map(outputs.map((output) => [output.layer, output]));
  return (
    <FeatureMaps
      layers={network.layers.map(({ id, shape }) => ({ layer: id, shape, ...known.get(id) }))}
      {...{ open, onToggle, onAll }}
      below={shared && ((layer) => <LayerWeights {...shared} layer={layer} />)}
      zoom={
        shared &&
        ((layer, unit) => (
          <>
            {isMap(layer) && <MapZoom key={unit} {...shared} layer={layer} map={unit} />}
            <ActivatingSamples key={`samples ${unit}`} {...{ network, layer, unit, version }} />
          </>
        ))
      }
    />
  );
}
