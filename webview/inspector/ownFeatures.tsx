import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import type { Answer, NetworkPayload } from '../../src/views/payloads';
import { formatInteger, formatPercent } from '../../src/text/numbers';
import { OwnImage } from '../featureMaps/ownImage';
import { OwnRow } from '../featureMaps/ownRow';
import { areProbabilities, Prediction } from '../featureMaps/sample';
import type { Tensor } from '../featureMaps/tensor';
import { formatValue } from '../ui/format';
import { LiveRegion } from '../ui/status';
import { Predictions } from './predictions';
import { versionOf } from './sampleLayers';
import type { Sides } from './sides';
import { StepLayers } from './stepLayers';
import type { NetworkTabProps } from './trainingTab';

/** A drawing has no more pixels, and a row no more values. */
const mostPixels = 2 ** 18;
const mostValues = 64;

/** How an input of this shape can be made by hand; undefined where it cannot. */
export function ownKind([first = 1, ...rest]: readonly number[]): 'image' | 'row' | undefined {
  const [height, width, ...others] = rest;
  if (height === undefined) return first <= mostValues ? 'row' : undefined;
  const isImage = width !== undefined && others.length === 0 && (first === 1 || first === 3);
  return isImage && height * width <= mostPixels ? 'image' : undefined;
}

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
          const [{ answer } = {}, second] = answered;
          if (!answer) return null;
          return (
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
          );
        }}
      </StepLayers>
    </>
  );
}

interface OwnInputProps {
  readonly network: NetworkPayload;
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

function OwnInput({ network, sample, onInput }: OwnInputProps) {
  const [first = 1, height, width] = network.input.shape;
  const fitting =
    sample && String(sample.shape) === String(network.input.shape) ? sample : undefined;
  if (height === undefined || width === undefined)
    return <OwnRow name={network.input.name} shape={[first]} sample={fitting} onInput={onInput} />;
  return <OwnImage shape={[first, height, width]} sample={fitting} onInput={onInput} />;
}

/** `Most likely 7, 98.3%.` or `y 0.31, z 2.4`. */
function inWords(prediction: Answer['prediction']): string {
  if (!areProbabilities(prediction))
    return prediction.map(({ name, value }) => `${name} ${formatValue(value)}`).join(', ');
  const top = prediction.reduce((best, each) => (each.value > best.value ? each : best));
  return l10n.t('Most likely {0}, {1}.', top.name, formatPercent(top.value, 1));
}
