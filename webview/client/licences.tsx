import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { unpacked } from './embedded';

/** Whose programs the page contains, read when someone asks. */
export function Licences() {
  const [text, setText] = useState('');
  const read = () => {
    void unpacked('licences').then((found) => setText(new TextDecoder().decode(found)));
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && text === '' && read()}>
      <summary>{l10n.t('Made with DNN Notebook and ONNX Runtime: licences')}</summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}
