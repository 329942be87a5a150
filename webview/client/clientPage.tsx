import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { ClientInfo, Reads } from '../../src/program/clientInfo';
import type { PackedTensor } from '../../src/views/packed';
import { formatShape, significant } from '../../src/text/numbers';
import { decodeTensor } from '../featureMaps/tensor';
import { useAnswer } from './ask';
import { ClientAnswer } from './clientAnswer';
import { ClientInput } from './clientInput';
import { Licences } from './licences';
import type { Ask } from './session';

interface ClientPageProps {
  readonly info: ClientInfo;
  readonly ask: Ask;
}

/** What is asked of each kind of input. */
const invitations = (): Readonly<Record<Reads, string>> => ({
  picture: l10n.t('Draw, or drop a picture: the model answers as you draw.'),
  row: l10n.t('Type the values, or paste a whole row: the model answers as you type.'),
  characters: l10n.t('Type a text: the model answers as you type.'),
  numbers: l10n.t('Type or paste the numbers: the model answers as you type.'),
});

/** A model that is asked and answers, in this page alone. */
export function ClientPage({ info, ask }: ClientPageProps) {
  const { name, input } = info;
  const [given, setGiven] = useState<Float32Array>();
  const answer = useAnswer(ask, given);
  return (
    <>
      <header>
        <h1>{name}</h1>
        <p class="dnn-muted">{invitations()[input.reads]}</p>
      </header>
      <main class="client-main">
        <section aria-label={l10n.t('Input')}>
          <ClientInput
            info={info}
            onInput={(tensor: PackedTensor) => setGiven(decodeTensor(tensor))}
          />
        </section>
        <section aria-label={l10n.t('Answer')} class="client-answer">
          <h2>{l10n.t('Answer')}</h2>
          {answer && <ClientAnswer info={info} answer={answer} />}
        </section>
      </main>
      <footer class="dnn-muted">
        <p>
          {answer && l10n.t('Answered in {0} ms.', significant(answer.milliseconds, 2))}{' '}
          {l10n.t('The input {0} has the shape {1}.', input.name, formatShape(input.shape))}{' '}
          {l10n.t('The model runs in this page: nothing is sent anywhere.')}
        </p>
        <Licences />
      </footer>
    </>
  );
}
