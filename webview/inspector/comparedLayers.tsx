import * as l10n from '@vscode/l10n';
import type { Packed, PackedTensor } from '../../src/views/packed';
import type { Answer, LayerRow } from '../../src/views/payloads';
import { formatShape } from '../../src/text/numbers';
import { LayerHead } from '../featureMaps/layerHead';
import { LayerView } from '../featureMaps/layerView';
import { useMapColours } from '../featureMaps/mapColours';
import { LayerWeights } from './layerWeights';
import { MapZoom } from './mapZoom';
import type { OpenLayers } from './openLayers';
import { ParametersContext } from './parameters';
import type { Side } from './sides';

interface ComparedSide {
  readonly side: Side;
  readonly outputs: Packed<Answer>['outputs'];
}

interface ComparedLayersProps {
  readonly sides: readonly [ComparedSide, ComparedSide];
  readonly layers: OpenLayers;
  readonly input: PackedTensor | undefined;
  readonly version: string;
}

/** The layers of two networks, or of one at two steps, side by side: those of one name beside each other, with the same colours. */
export function ComparedLayers({ sides, layers, input, version }: ComparedLayersProps) {
  const { palette, scaling, toolbar } = useMapColours();
  const { open, onToggle, onAll } = layers;
  const ids = new Set(sides.flatMap(({ side }) => side.network.layers.map(({ id }) => id)));
  return (
    <div class="dnn-feature-maps">
      {toolbar}
      {[...ids].map((id) => {
        const rows = sides.map(({ side }) => side.network.layers.find((row) => row.id === id));
        const shape = (rows[0] ?? rows[1])?.shape ?? [];
        const isOpen = open.has(id);
        const difference = differenceOf(id, rows);
        return (
          <section key={id} class="dnn-compared-layer" aria-label={l10n.t('Layer {0}', id)}>
            <LayerHead layer={id} shape={shape} open={isOpen} onToggle={() => onToggle(id)} />
            {difference !== undefined && <p class="dnn-muted">{difference}</p>}
            {isOpen && (
              <div class="dnn-compared-pair">
                {sides.map(({ side, outputs }, at) => {
                  const output = outputs.find(({ layer }) => layer === id);
                  const { network, of, name } = side;
                  const shared = input && { network, input, version };
                  return (
                    <section key={at} class="dnn-compared-side" aria-label={name}>
                      <p class="dnn-muted dnn-compared-name">{name}</p>
                      {output && (
                        <ParametersContext.Provider value={of}>
                          <LayerView
                            {...{ palette, scaling, onAll }}
                            layer={id}
                            shape={output.shape}
                            tensor={output.values}
                            range={output.range}
                            zoom={
                              shared &&
                              ((layer, map) => (
                                <MapZoom key={map} {...shared} layer={layer} map={map} />
                              ))
                            }
                          />
                          {shared && <LayerWeights {...shared} layer={id} />}
                        </ParametersContext.Provider>
                      )}
                    </section>
                  );
                })}
              </div>
            )}
          </section>
        );
      })}
    </div>
  );
}

/** In words how a layer differs on the two sides; undefined where its outputs have the same shape. */
export function differenceOf(
  id: string,
  [here, there]: readonly (Pick<LayerRow, 'shape'> | undefined)[],
): string | undefined {
  if (!there) return l10n.t('Only the first network has {0}.', id);
  if (!here) return l10n.t('Only the second network has {0}.', id);
  const [first, second] = [formatShape(here.shape), formatShape(there.shape)];
  if (first === second) return undefined;
  return l10n.t(
    'The outputs of {0} have shape {1} in the first network and {2} in the second.',
    id,
    first,
    second,
  );
}
