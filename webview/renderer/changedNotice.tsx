import * as l10n from '@vscode/l10n';
import type { OutputItem } from 'vscode-notebook-renderer';
import type { RendererMessage } from '../../src/views/messages';

/** How the host names an output; empty for one that it does not name. */
export function outputId({ metadata }: OutputItem): string {
  const { dnn } = (metadata ?? {}) as { readonly dnn?: { readonly id?: unknown } };
  return typeof dnn?.id === 'string' ? dnn.id : '';
}

interface ChangedNoticeProps {
  readonly output: string;
  readonly post: ((message: RendererMessage) => void) | undefined;
}

/** Stands above an output whose statement is no longer there as it was. */
export const ChangedNotice = ({ output, post }: ChangedNoticeProps) => (
  <p class="dnn-changed dnn-muted" role="note">
    {l10n.t('Made by an earlier version of this notebook')}
    {post && (
      <button type="button" class="dnn-link" onClick={() => post({ type: 'rerun', output })}>
        {l10n.t('Re-run')}
      </button>
    )}
  </p>
);
