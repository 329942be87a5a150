import { useMemo } from 'preact/hooks';
import type { Inspection, NetworkPayload } from '../../src/views/payloads';
import { packTensor } from '../featureMaps/tensor';
import { Notice } from '../ui/status';
import { AnsweredLayers } from './answeredLayers';
import { useAnswer } from './ask';
import { useOpenLayers } from './openLayers';

interface SampleLayersProps {
  readonly inspection: Inspection;
  readonly network: NetworkPayload;
}

/** All layers of a network with what they make of the inspected sample, asked for as they are opened. */
export function SampleLayers({ inspection, network }: SampleLayersProps) {
  const layers = useOpenLayers(network);
  const { sample } = inspection;
  const { parts } = layers;
  const input = useMemo(() => sample && packTensor(sample.input), [sample?.input.data]);
  const question = useMemo(
    () => input && { input, layers: [...parts] },
    [input, JSON.stringify(parts)],
  );
  const version = versionOf(inspection);
  const { answer, problem, to } = useAnswer(network.name, question, version);
  // What an earlier sample gave stays for the moment that the answer takes: nothing jumps.
  const isLate = answer !== undefined && to?.input !== input;
  return (
    <>
      {problem && <Notice kind="error" {...problem} />}
      <div class="dnn-answered" aria-busy={isLate}>
        <AnsweredLayers {...{ network, layers, version, input }} outputs={answer?.outputs ?? []} />
      </div>
    </>
  );
}

/** Says which parameters are on view. */
export const versionOf = ({ run, step }: Inspection): string => `${run} ${step}`;
