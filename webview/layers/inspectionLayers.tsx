import { useMemo, useState } from 'preact/hooks';
import { splitKey } from '../../src/views/layers';
import type { Inspection, NetworkPayload } from '../../src/views/payloads';
import { LayerChart } from './layerChart';
import { hasParts, inspectionLayers, type Part } from './layerData';

interface InspectionLayersProps {
  readonly inspection: Inspection;
  readonly network?: NetworkPayload;
}

/** What the inspected sample tells of each layer: the gradients of its parameters and of its activations. */
export function InspectionLayers({ inspection, network }: InspectionLayersProps) {
  const [wanted, setPart] = useState<Part>('weights');
  const { layers, measure, sample } = inspection;
  const keys = layers.flatMap(({ parameters }) => parameters.map(({ key }) => key));
  const canChoose = hasParts(keys.map((key) => splitKey(key).name));
  const part = canChoose ? wanted : 'all';
  const data = useMemo(() => inspectionLayers(inspection, part), [inspection, part]);
  if (inspectionLayers(inspection).rows.length === 0) return null;
  return (
    <LayerChart
      data={data}
      measure={measure}
      of={sample && { sample: `${sample.data}.${sample.split}[${sample.index}]` }}
      network={network}
      part={part}
      onPart={canChoose ? setPart : undefined}
    />
  );
}
