import { Button } from '../ui/toolkit';
import { post } from './host';

/** Gives a table to the clipboard, through the host. */
export const CopyTable = ({ text }: { readonly text: () => string }) => (
  <p class="dnn-copy">
    <Button onClick={() => post({ type: 'copy', text: text() })}>Copy as CSV</Button>
  </p>
);
