import * as l10n from '@vscode/l10n';
import { Button } from '../ui/toolkit';
import { post } from './host';

/** Gives a table to the clipboard, through the host. */
export const CopyTable = ({ text }: { readonly text: () => string }) => (
  <p class="dnn-copy">
    <Button onClick={() => post({ type: 'copy', text: text() })}>{l10n.t('Copy as CSV')}</Button>
  </p>
);
