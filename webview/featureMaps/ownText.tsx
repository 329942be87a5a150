import * as l10n from '@vscode/l10n';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { PackedTensor } from '../../src/views/packed';
import { Notice } from '../ui/status';
import { readCharacters } from './characters';
import { decodeTensor, encodeTensor, type Tensor } from './tensor';

interface OwnTextProps {
  /** Characters that the network reads. */
  readonly steps: number;
  /** The character of each number. */
  readonly alphabet: readonly string[];
  /** A sample that the text starts with. */
  readonly sample: Tensor | undefined;
  readonly onInput: (input: PackedTensor) => void;
}

/** A text that the user types, as an input of a network that reads characters. */
export function OwnText({ steps, alphabet, sample, onInput }: OwnTextProps) {
  const [text, setText] = useState(() =>
    sample ? Array.from(decodeTensor(sample), (id) => alphabet[id] ?? '').join('') : '',
  );
  const read = useMemo(() => readCharacters(text, steps, alphabet), [text]);
  const input = useMemo(
    () => ('values' in read ? encodeTensor([steps], read.values) : undefined),
    [read],
  );
  useLayoutEffect(() => input && onInput(input), [input]);
  return (
    <section class="dnn-own-input" aria-label={l10n.t('Your own input')}>
      <p class="dnn-muted" id="dnn-own-text-help">
        {l10n.t('The network reads the last {0} characters.', steps)}
      </p>
      <textarea
        class="dnn-own-text"
        aria-label={l10n.t('Text')}
        aria-describedby="dnn-own-text-help"
        spellcheck={false}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      {'problem' in read ? (
        <Notice kind="error" message={read.problem} />
      ) : (
        read.padding > 0 && (
          <p class="dnn-muted" role="status">
            {l10n.t('{0} characters fewer than it reads: spaces stand before them.', read.padding)}
          </p>
        )
      )}
    </section>
  );
}
