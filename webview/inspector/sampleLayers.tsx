import { useMemo } from 'preact/hooks';
import type { Inspection } from '../../src/views/payloads';
import { SampleView } from '../featureMaps/sample';
import { packTensor } from '../featureMaps/tensor';
import { InputAttributions } from './inputAttributions';
import { Occlusion } from './occlusion';
import { ParametersContext } from './parameters';
import { Predictions, withTargets } from './predictions';
import { StepLayers } from './stepLayers';
import type { Sides } from './sides';

interface SampleLayersProps {
  readonly inspection: Inspection;
  readonly sides: Sides;
}

/** The inspected sample and all layers with what they make of it, asked for as they are opened. */
export function SampleLayers({ inspection, sides }: SampleLayersProps) {
  const { sample } = inspection;
  const input = useMemo(() => sample && packTensor(sample.input), [sample?.input.data]);
  const version = versionOf(inspection);
  const targets = new Map(
    sample?.prediction.flatMap(({ name, target }) =>
      target === undefined ? [] : [[name, target]],
    ),
  );
  return (
    <StepLayers sides={sides} input={input} version={version}>
      {(answered) => {
        const [one, two] = answered;
        if (!sample || !one) return null;
        const { side, answer } = one;
        const prediction = answer ? withTargets(answer.prediction, targets) : sample.prediction;
        return (
          <>
            <SampleView sample={{ ...sample, prediction: two ? [] : prediction }} />
            {two && <Predictions {...{ answered, targets }} label={sample.label} />}
            <ParametersContext.Provider value={side.of}>
              <Occlusion
                network={side.network.name}
                sample={{ ...sample, prediction }}
                version={`${version} ${side.step}`}
              />
            </ParametersContext.Provider>
            {input && <InputAttributions {...{ side, input, prediction, version }} />}
          </>
        );
      }}
    </StepLayers>
  );
}

/** Says which parameters are on view. */
export const versionOf = ({ run, step }: Inspection): string => `${run} ${step}`;
