import * as l10n from '@vscode/l10n';
import { mimeTypes, type RenderedKind } from '../../src/views/payloads';
import type { RendererMessage } from '../../src/views/messages';
import { Notice } from '../ui/status';
import { PayloadView } from '../views/payloadView';

interface OutputProps {
  readonly mime: string;
  /** Parsed JSON of the MIME type's payload. */
  readonly payload: unknown;
  /** Absent where the notebook's host cannot be reached, as in a diff. */
  readonly post: ((message: RendererMessage) => void) | undefined;
}

const kinds = new Map(Object.entries(mimeTypes).map(([kind, mime]) => [mime as string, kind]));

/** The view of a cell output. */
export function Output({ mime, payload, post }: OutputProps) {
  const kind = kinds.get(mime);
  return kind === undefined ? (
    <Notice kind="error" message={l10n.t('There is no view for outputs of type {0}.', mime)} />
  ) : (
    <PayloadView kind={kind as RenderedKind} payload={payload} post={post} />
  );
}
