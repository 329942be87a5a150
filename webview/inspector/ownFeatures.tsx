import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { Answer } from '../../src/views/payloads';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { areProbabilities, Prediction } from '../featureMaps/sample';
import { formatValue } from '../ui/format';
import { LiveRegion } from '../ui/status';
import { InputAttributions } from './inputAttributions';
import { OwnInput } from './ownInput';
import { Predictions } from './predictions';
import { versionOf } from './sampleLayers';
import type { Sides } from './sides';
import { StepLayers } from './stepLayers';
import type { NetworkTabProps } from './trainingTab';

/** What every layer makes of an input that the user draws, brings or types. */
export function OwnFeatures({
  state,
  network,
  sides,
}: NetworkTabProps & { readonly sides: Sides }) {
  const [input, setInput] = useState<PackedTensor>();
  const inspection = state.inspection?.network === network.name ? state.inspection : undefined;
  const version = inspection ? versionOf(inspection) : '';
  return (
    <>
      <OwnInput network={network} sample={inspection?.sample?.input} onInput={setInput} />
      <StepLayers {...{ sides, input, version }}>
        {(answered) => {
          const [{ answer, side } = {}, second] = answered;
          if (!answer || !side) return null;
          return (
            <>
              <div class="dnn-own-answer">
                {second ? (
                  <Predictions answered={answered} />
                ) : (
                  <>
                    <p class="dnn-muted dnn-source">
                      {answer.run === undefined
                        ? l10n.t(
                            '{0} is untrained: this comes from its initial weights',
                            network.name,
                          )
                        : l10n.t('run {0} · step {1}', answer.run, formatInteger(answer.step))}
                    </p>
                    <Prediction prediction={answer.prediction} />
                  </>
                )}
                <LiveRegion text={inWords(answer.prediction)} />
              </div>
              {input && (
                <InputAttributions {...{ side, input, version }} prediction={answer.prediction} />
              )}
            </>
          );
        }}
      </StepLayers>
    </>
  );
}

/** `Most likely 7, 98.3%.` or `y 0.31, z 2.4`. */
function inWords(prediction: Answer['prediction']): string {
  if (!areProbabilities(prediction))
    return prediction.map(({ name, value }) => `${name} ${formatValue(value)}`).join(', ');
  const top = prediction.reduce((best, each) => (each.value > best.value ? each : best));
  return l10n.t('Most likely {0}, {1}.', top.name, formatPercent(top.value, 1));
}
