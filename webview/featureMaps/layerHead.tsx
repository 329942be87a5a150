import * as l10n from '@vscode/l10n';
import { formatShape } from '../../src/text/numbers';
import { Icon } from '../ui/icon';
import { SavePicture } from '../ui/savePicture';
import { ColourLegend } from './colourLegend';
import type { Colouring } from './paint';

export interface LayerHeadProps {
  readonly layer: string;
  readonly shape: readonly number[];
  readonly colouring?: Colouring | undefined;
  readonly readout?: string;
  /** Opens or closes the layer; absent where it is always open. */
  readonly onToggle?: (() => void) | undefined;
  readonly open?: boolean;
}

/** What stands over the pictures of a layer: name, shape, colours, and the value that is pointed at. */
export const LayerHead = ({ layer, shape, colouring, readout, onToggle, open }: LayerHeadProps) => (
  <header class="dnn-chart-head">
    {onToggle ? (
      <button
        type="button"
        class="dnn-chart-title dnn-layer-toggle"
        aria-expanded={open}
        onClick={onToggle}
      >
        <Icon name="chevron-right" />
        {layer}
      </button>
    ) : (
      <span class="dnn-chart-title">{layer}</span>
    )}
    <span class="dnn-muted">{formatShape(shape)}</span>
    {colouring && <ColourLegend colouring={colouring} />}
    {colouring && <SavePicture name={[layer, l10n.t('outputs')]} />}
    {readout !== undefined && <span class="dnn-map-readout">{readout}</span>}
  </header>
);
