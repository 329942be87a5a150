import * as l10n from '@vscode/l10n';
import { type Generated, generated } from '../../compute/protocol/protocol';
import { codeBlock, escapeMarkdown } from '../../text/markdown';
import { formatNumber } from '../../text/numbers';
import { visibleLines } from '../../text/visible';
import type { ResultView } from '../resultView';

/** `GPT goes on with text by itself, at temperature 0.8` */
function title({ network, data, temperature, run }: Generated): string {
  const told = l10n.t(
    '{0} goes on with {1}, at temperature {2}',
    network,
    data,
    formatNumber(temperature),
  );
  return run === undefined ? `${told}; ${l10n.t('freshly initialized')}` : told;
}

export const generatedView: ResultView<Generated> = {
  kind: 'generated',
  schema: generated,
  text: (found, { strong }) =>
    `${strong(title(found))}\n\n${visibleLines(found.given)}${strong(visibleLines(found.text))}\n`,
  markdown: (found) =>
    [`**${escapeMarkdown(title(found))}**`, codeBlock(visibleLines(found.given + found.text))].join(
      '\n\n',
    ),
};
