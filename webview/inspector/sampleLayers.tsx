import { useMemo } from 'preact/hooks';
import type { Inspection, NetworkPayload } from '../../src/views/payloads';
import { Notice } from '../ui/status';
import { AnsweredLayers } from './answeredLayers';
import { useAnswer } from './ask';
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
  const version = versionOf(inspection);
  const { answer, problem, to } = useAnswer(network.name, question || undefined, version);
  // What an earlier sample gave is not shown beside the maps of this one.
  if (answer && to?.input.data === sample?.input.data)
    for (const { layer, values } of answer.outputs) known.set(layer, values);
  return (
    <>
      {problem && <Notice kind="error" {...problem} />}
      <AnsweredLayers
        {...{ network, open, version }}
        maps={known}
        onToggle={toggle}
        input={sample?.input}
      />
    </>
  );
}

/** Says which parameters are on view. */
export const versionOf = ({ run, step }: Inspection): string => `${run} ${step}`;
