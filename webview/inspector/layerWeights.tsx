import * as l10n from '@vscode/l10n';
import { useMemo } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { NetworkPayload } from '../../src/views/payloads';
import { WeightHistoryView } from '../featureMaps/weightHistoryView';
import { WeightsView } from '../featureMaps/weightsView';
import { Disclosure } from '../ui/disclosure';
import { Notice } from '../ui/status';
import { useAnswer } from './ask';
import { useLookup } from './lookup';
import { useParameters } from './parameters';

interface LayerWeightsProps {
  readonly network: NetworkPayload;
  readonly layer: string;
  /** Any input that fits: only parameters are looked at. */
  readonly input: PackedTensor;
  readonly version: string;
}

/** The parameters of a layer, folded away; they are asked for when they are opened. */
export function LayerWeights(props: LayerWeightsProps) {
  const row = props.network.layers.find(({ id }) => id === props.layer);
  if (!row || row.parameters.length === 0) return null;
  return (
    <Disclosure summary={l10n.t('Weights of {0}', row.id)}>
      {() => <Weights {...props} />}
    </Disclosure>
  );
}

function Weights({ network, layer, input, version }: LayerWeightsProps) {
  const question = useMemo(() => ({ input, layers: [], parameters: [{ layer }] }), [layer]);
  const { answer, problem } = useAnswer(network.name, question, version);
  const { run, step } = useParameters();
  const { value: history } = useLookup(
    { type: 'weightHistory', network: network.name, layer, ...(run !== undefined && { run }) },
    version,
  );
  const source = network.layers.find(({ id }) => id === layer)?.inputs[0];
  const inputShape = network.layers.find(({ id }) => id === source)?.shape ?? network.input.shape;
  return (
    <>
      {problem && <Notice kind="error" {...problem} />}
      {answer?.parameters.map((parameter) => (
        <WeightsView key={parameter.name} parameter={parameter} inputShape={inputShape}>
          {history?.parameters
            .filter(({ name }) => name === parameter.name)
            .map((each) => (
              <WeightHistoryView
                key={each.name}
                name={`${layer}.${each.name}`}
                steps={history.steps}
                parameter={each}
                step={step ?? history.steps.at(-1)}
              />
            ))}
        </WeightsView>
      ))}
    </>
  );
}
