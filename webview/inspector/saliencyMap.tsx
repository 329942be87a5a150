import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'preact/hooks';
import type { Packed, PackedTensor } from '../../src/views/packed';
import type { Answer } from '../../src/views/payloads';
import { AttributionBars } from '../featureMaps/attributionBars';
import { AttributionPicture } from '../featureMaps/attributionPicture';
import { shownCharacter } from '../featureMaps/characters';
import { attributed, overChannels, type Attribution } from '../featureMaps/saliency';
import { InputImage } from '../featureMaps/sample';
import { decodeTensor } from '../featureMaps/tensor';
import { transposed } from '../featureMaps/transposed';
import { Disclosure } from '../ui/disclosure';
import { formatValue } from '../ui/format';
import { Segmented } from '../ui/segmented';
import { LiveRegion, Notice } from '../ui/status';
import { Dropdown } from '../ui/toolkit';
import { useAnswer } from './ask';
import { useDataOnView } from './dataOnView';

interface SaliencyMapProps {
  readonly network: string;
  readonly input: PackedTensor;
  /** What the network predicts of it. */
  readonly prediction: readonly { readonly name: string }[];
  /** Which parameters are on view. */
  readonly version: string;
}

/** Classes that can be chosen from a list. */
const mostChoices = 1000;
const predicted = 'predicted';

/** How the score of a class depends on each number of the input; folded away, since it is computed by itself. */
export const SaliencyMap = (props: SaliencyMapProps) => (
  <Disclosure summary={l10n.t('Saliency map')}>{() => <Saliency {...props} />}</Disclosure>
);

function Saliency({ network, input, prediction, version }: SaliencyMapProps) {
  const [wanted, setWanted] = useState(predicted);
  const [as, setAs] = useState<Attribution>('gradient');
  const question = useMemo(() => {
    const output = wanted === predicted ? {} : { output: Number(wanted) };
    return { input, layers: [{ layer: 'input' }], saliency: output };
  }, [input, wanted]);
  const { answer, problem } = useAnswer(network, question, version);
  const { saliency } = answer ?? {};
  const isEmbedding = saliency?.respect === 'embedding';
  return (
    <div class="dnn-saliency">
      <div class="dnn-toolbar">
        <Dropdown
          label={l10n.t('Output whose gradient is shown')}
          value={wanted}
          choices={[
            {
              value: predicted,
              text: prediction.length > 1 ? l10n.t('Greatest output') : l10n.t('Output'),
            },
            ...(prediction.length > 1 ? prediction : [])
              .slice(0, mostChoices)
              .map(({ name }, i) => ({ value: String(i), text: name })),
          ]}
          onChange={setWanted}
        />
        {!isEmbedding && (
          <Segmented
            label={l10n.t('What is shown')}
            value={as}
            onChange={setAs}
            options={[
              { value: 'gradient', text: l10n.t('Gradient') },
              { value: 'product', text: l10n.t('Gradient × input') },
            ]}
          />
        )}
      </div>
      {problem && <Notice kind="error" {...problem} />}
      {answer && saliency && !problem && (
        <Shown {...{ answer, saliency, input }} as={isEmbedding ? 'gradient' : as} />
      )}
    </div>
  );
}

interface ShownProps {
  readonly answer: Packed<Answer>;
  readonly saliency: NonNullable<Packed<Answer>['saliency']>;
  readonly input: PackedTensor;
  readonly as: Attribution;
}

function Shown({ answer, saliency, input, as }: ShownProps) {
  const { columns, targets, madeOf } = useDataOnView();
  const told = inWords(saliency, as);
  const [read] = answer.outputs;
  const values = useMemo(
    () => attributed(decodeTensor(saliency.gradient), decodeTensor(read?.values ?? input), as),
    [answer, as],
  );
  const { shape } = saliency.gradient;
  const [first = 1, second = 1, third] = shape;
  const picture = useMemo(
    () => (shape.length === 3 ? overChannels(values, first, as) : values),
    [values],
  );
  const nameOf = (feature: number) => columns?.[feature]?.name ?? String(feature);
  const label = l10n.t('Saliency of {0}', saliency.name);
  return (
    <>
      <p class="dnn-muted">{told}</p>
      <LiveRegion text={told} />
      {third !== undefined && shape.length === 3 ? (
        <div class="dnn-zoom-pictures">
          <AttributionPicture
            {...{ label, width: third, height: second, values: picture }}
            place={({ x, y }) => l10n.t('row {0}, column {1}', y, x)}
          />
          <figure>
            <InputImage input={input} />
            <figcaption class="dnn-muted">{l10n.t('The input')}</figcaption>
          </figure>
        </div>
      ) : shape.length === 2 ? (
        <AttributionPicture
          class="dnn-saliency-sequence"
          {...{ label, ...inTime(saliency.gradient.shape, values) }}
          place={({ x, y }) => l10n.t('step {0}, {1}', x, nameOf(y))}
        />
      ) : (
        <AttributionBars
          label={label}
          names={Array.from(decodeTensor(input), (value, i) =>
            madeOf === 'text' ? `${i} ${shownCharacter(targets?.[value])}` : nameOf(i),
          )}
          values={values}
        />
      )}
    </>
  );
}

const inTime = (shape: readonly number[], values: Float32Array) =>
  transposed({ shape: [...shape], data: new Uint8Array(values.slice().buffer) });

function inWords(
  { name, scored, score, respect }: ShownProps['saliency'],
  as: Attribution,
): string {
  const value = formatValue(Number(score));
  if (respect === 'embedding')
    return l10n.t(
      'Length of the gradient of the score of {0} ({1}) with respect to the vector of each character.',
      ...[name, value],
    );
  const isLogit = scored === 'logit';
  if (as === 'gradient')
    return isLogit
      ? l10n.t(
          'Magnitude of the gradient of the score of {0} before the softmax ({1}) with respect to the normalized input.',
          name,
          value,
        )
      : l10n.t(
          'Magnitude of the gradient of output {0} ({1}) with respect to the normalized input.',
          name,
          value,
        );
  return isLogit
    ? l10n.t(
        'Gradient of the score of {0} before the softmax ({1}), times the normalized input.',
        name,
        value,
      )
    : l10n.t('Gradient of output {0} ({1}), times the normalized input.', name, value);
}
