import type { Answer } from '../../src/views/payloads';
import { Prediction } from '../featureMaps/sample';
import type { AnsweredSide } from './stepLayers';

interface PredictionsProps {
  readonly answered: readonly AnsweredSide[];
  readonly label?: string | undefined;
  /** By name, what the network should have given. */
  readonly targets?: ReadonlyMap<string, number>;
}

/** The predictions of what is compared, side by side. */
export const Predictions = ({ answered, label, targets }: PredictionsProps) => (
  <div class="dnn-compared-pair">
    {answered.map(({ side, answer }, at) => (
      <section key={at} class="dnn-compared-side" aria-label={side.name}>
        <p class="dnn-muted dnn-compared-name">{side.name}</p>
        {answer && (
          <Prediction label={label} prediction={withTargets(answer.prediction, targets)} />
        )}
      </section>
    ))}
  </div>
);

/** What an answer predicts, beside what it should have. */
export const withTargets = (
  prediction: Answer['prediction'],
  targets: ReadonlyMap<string, number> = new Map(),
) =>
  prediction.map((each) => {
    const target = targets.get(each.name);
    return { ...each, ...(target !== undefined && { target }) };
  });
