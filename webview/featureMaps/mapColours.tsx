import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { Segmented } from '../ui/segmented';
import { useTheme } from '../ui/theme';
import type { Palette } from './paint';

/** How the maps of all layers are coloured. */
export interface MapColours {
  readonly palette: Palette;
  /** One scale for all maps of a layer, or one for each. */
  readonly scaling: 'layer' | 'map';
}

/** A choice of colours and scaling, and what changes it. */
export function useMapColours() {
  const [colours, setColours] = useState<'colour' | 'grey'>('colour');
  const [scaling, setScaling] = useState<MapColours['scaling']>('layer');
  const theme = useTheme();
  const toolbar = (
    <div class="dnn-toolbar">
      <Segmented
        label={l10n.t('Colours')}
        value={colours}
        onChange={setColours}
        options={[
          { value: 'colour', text: l10n.t('Colour') },
          { value: 'grey', text: l10n.t('Grey') },
        ]}
      />
      <Segmented
        label={l10n.t('Scale of the colours')}
        value={scaling}
        onChange={setScaling}
        options={[
          { value: 'layer', text: l10n.t('Per layer') },
          { value: 'map', text: l10n.t('Per map') },
        ]}
      />
    </div>
  );
  const palette: Palette = colours === 'grey' ? 'grey' : theme.kind;
  return { palette, scaling, toolbar };
}
