import type { PackedTensor } from '../../src/views/packed';
import { AttentionMaps } from './attentionMaps';
import { FeatureOcclusion } from './featureOcclusion';
import { ParametersContext } from './parameters';
import { SaliencyMap } from './saliencyMap';
import type { Side } from './sides';

interface InputAttributionsProps {
  readonly side: Side;
  readonly input: PackedTensor;
  readonly prediction: readonly { readonly name: string; readonly value: number }[];
  /** Which parameters are on view. */
  readonly version: string;
}

/** What of an input the answer depends on. */
export function InputAttributions({ side, input, prediction, version }: InputAttributionsProps) {
  const shared = { network: side.network.name, input, prediction };
  return (
    <ParametersContext.Provider value={side.of}>
      <FeatureOcclusion {...shared} version={`${version} ${side.step}`} />
      <SaliencyMap {...shared} version={version} />
      <AttentionMaps network={side.network} {...{ input, version }} />
    </ParametersContext.Provider>
  );
}
