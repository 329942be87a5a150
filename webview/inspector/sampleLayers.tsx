import { useMemo } from 'preact/hooks';
import type { Inspection, NetworkPayload } from '../../src/views/payloads';
import { FeatureMaps } from '../featureMaps/featureMaps';
import { Notice } from '../ui/status';
import { useAnswer } from './ask';
import { LayerWeights } from './layerWeights';
import { MapZoom } from './mapZoom';
import { useOpenLayers } from './openLayers';

interface SampleLayersProps {
  readonly inspection: Inspection;
  readonly network: NetworkPayload;
}

/** All layers of a network with what they make of the inspected sample: images at once, others when they are opened. */
export function SampleLayers({ inspection, network }: SampleLayersProps) {
  const [open, toggle] = useOpenLayers(network);
  const { sample, features } = inspection;
  const known = new Map(features.map(({ layer, maps }) => [layer, maps]));
  const missing = [...open].filter((layer) => !known.has(layer));
  const question = useMemo(
    () => sample && missing.length > 0 && { input: sample.input, layers: missing },
    [sample?.input.data, missing.join()],
  );
  const { answer, problem, to } = useAnswer(
    network.name,
    question || undefined,
    versionOf(inspection),
  );
  // What an earlier sample gave is not shown beside the maps of this one.
  if (answer && to?.input.data === sample?.input.data)
    for (const { layer, values } of answer.outputs) known.set(layer, values);
  return (
    <>
      {problem && <Notice kind="error" {...problem} />}
      <FeatureMaps
        layers={network.layers.map(({ id, shape }) => ({ layer: id, shape, maps: known.get(id) }))}
        open={open}
        onToggle={toggle}
        below={
          sample &&
          ((layer) => (
            <LayerWeights
              network={network}
              layer={layer}
              input={sample.input}
              version={versionOf(inspection)}
            />
          ))
        }
        zoom={
          sample &&
          ((layer, map) => (
            <MapZoom
              key={map}
              network={network}
              layer={layer}
              map={map}
              input={sample.input}
              version={versionOf(inspection)}
            />
          ))
        }
      />
    </>
  );
}

/** Says which parameters are on view. */
export const versionOf = ({ run, step }: Inspection): string => `${run} ${step}`;
