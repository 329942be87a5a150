import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import { formatInteger } from '../../src/text/numbers';
import { Notice } from '../ui/status';
import { numbersText, readNumbers } from './numbersText';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';

interface OwnSequenceProps {
  /** [steps, features] */
  readonly shape: readonly [number, number];
  /** What the features are called, where they have names. */
  readonly columns: readonly { readonly name: string }[] | undefined;
  /** A sample that the sequence starts with. */
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

/** A sequence of numbers that the user types or pastes, as an input of a network. */
export function OwnSequence({ shape, columns, sample, onInput }: OwnSequenceProps) {
  const [steps, features] = shape;
  const [text, setText] = useState(() =>
    numbersText(sample ? decodeTensor(sample) : new Float32Array(steps * features), features),
  );
  const read = useMemo(() => readNumbers(text, shape), [text]);
  const input = useMemo(
    () => ('values' in read ? encodeTensor(shape, read.values) : undefined),
    [read],
  );
  useLayoutEffect(() => input && onInput(input), [input]);
  const names = columns?.slice(0, features).map(({ name }) => name);
  return (
    <section class="dnn-own-input" aria-label={l10n.t('Your own input')}>
      <p class="dnn-muted" id="dnn-own-sequence-help">
        {l10n.t(
          'A line for each of {0} steps, with {1} numbers between commas.',
          formatInteger(steps),
          formatInteger(features),
        )}{' '}
        {names && names.length === features && l10n.t('In this order: {0}.', names.join(', '))}
      </p>
      <textarea
        class="dnn-own-text"
        aria-label={l10n.t('Steps of the sequence')}
        aria-describedby="dnn-own-sequence-help"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {'problem' in read ? (
        <Notice kind="error" message={read.problem} />
      ) : (
        read.steps !== steps && (
          <p class="dnn-muted" role="status">
            {read.steps < steps
              ? l10n.t('{0} steps are given; zeros follow up to {1}.', read.steps, steps)
              : l10n.t('{0} steps are given; the first {1} count.', read.steps, steps)}
          </p>
        )
      )}
    </section>
  );
}
