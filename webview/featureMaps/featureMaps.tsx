import { useState } from 'preact/hooks';
import type { Inspection } from '../../src/views/payloads';
import { Segmented } from '../ui/segmented';
import { useTheme } from '../ui/theme';
import { LayerMaps } from './layerMaps';

/** Feature maps of all inspected layers under one choice of colours and scaling. */
export function FeatureMaps({ features }: { readonly features: Inspection['features'] }) {
  const [colours, setColours] = useState<'colour' | 'grey'>('colour');
  const theme = useTheme();
  const palette = colours === 'grey' ? 'grey' : theme.kind;
  const [scaling, setScaling] = useState<'layer' | 'map'>('layer');
  if (features.length === 0) return null;
  return (
    <div class="dnn-feature-maps">
      <div class="dnn-toolbar">
        <Segmented
          label="Colours"
          value={colours}
          onChange={setColours}
          options={[
            { value: 'colour', text: 'Colour' },
            { value: 'grey', text: 'Grey' },
          ]}
        />
        <Segmented
          label="Scale of the colours"
          value={scaling}
          onChange={setScaling}
          options={[
            { value: 'layer', text: 'Per layer' },
            { value: 'map', text: 'Per map' },
          ]}
        />
      </div>
      {features.map(({ layer, maps }) => (
        <LayerMaps key={layer} layer={layer} tensor={maps} palette={palette} scaling={scaling} />
      ))}
    </div>
  );
}
