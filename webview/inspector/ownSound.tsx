import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import type { LookupResults } from '../../src/views/lookups';
import type { Problem } from '../../src/views/messages';
import type { PackedTensor } from '../../src/views/packed';
import type { NetworkPayload } from '../../src/views/payloads';
import { AttributionPicture } from '../featureMaps/attributionPicture';
import { transposed } from '../featureMaps/transposed';
import { LiveRegion, Notice } from '../ui/status';
import { ProgressRing } from '../ui/toolkit';
import { lookUp } from './lookup';

/** Bytes of a file that are read, at most: what the core takes. */
const mostBytes = 24 * 2 ** 20;

interface OwnSoundProps {
  readonly network: NetworkPayload;
  readonly onInput: (input: PackedTensor) => void;
}

/** A WAV file that the user brings, as an input of a network that reads recordings. */
export function OwnSound({ network, onInput }: OwnSoundProps) {
  const [read, setRead] = useState<{ name: string; sound: LookupResults['sound'] }>();
  const [problem, setProblem] = useState<Problem>();
  const [isReading, setReading] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const latest = useRef<File>();
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    latest.current = chosen;
    setProblem(undefined);
    if (chosen.size > mostBytes) {
      setProblem({ message: l10n.t('{0} is larger than 24 MiB.', chosen.name) });
      return;
    }
    setReading(true);
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    const name = chosen.name.slice(-255);
    const { outcome } = lookUp<'sound'>({ type: 'sound', network: network.name, name, bytes });
    const result = await outcome;
    if (latest.current !== chosen) return;
    setReading(false);
    if ('problem' in result) setProblem(result.problem);
    if (!('found' in result)) return;
    setRead({ name: chosen.name, sound: result.found });
    onInput(result.found.input);
  };
  const told = read && inWords(read.name, read.sound);
  return (
    <section
      class="dnn-own-input dnn-own-sound"
      aria-label={l10n.t('Your own input')}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer?.files[0]);
      }}
    >
      <div class="dnn-toolbar">
        <button type="button" class="dnn-button" onClick={() => file.current?.click()}>
          {l10n.t('Open WAV file…')}
        </button>
        <input
          ref={file}
          type="file"
          accept=".wav,audio/wav"
          hidden
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        {isReading ? (
          <ProgressRing label={l10n.t('Reading the recording')} />
        ) : (
          <span class="dnn-muted">{told ?? l10n.t('Or drop one here.')}</span>
        )}
      </div>
      {problem && <Notice kind="error" {...problem} />}
      {read && (
        <AttributionPicture
          class="dnn-saliency-sequence"
          label={l10n.t('What the network is given')}
          {...transposed(read.sound.input)}
          place={({ x, y }) => l10n.t('frame {0}, number {1}', x, y)}
        />
      )}
      <LiveRegion text={told ?? ''} />
    </section>
  );
}

/** `seven.wav: 41 frames; silence follows up to 64.` */
function inWords(name: string, { steps, recorded }: LookupResults['sound']): string {
  if (recorded < steps)
    return l10n.t('{0}: {1} frames; silence follows up to {2}.', name, recorded, steps);
  if (recorded > steps)
    return l10n.t('{0}: {1} frames, of which the first {2} count.', name, recorded, steps);
  return l10n.t('{0}: {1} frames.', name, recorded);
}
