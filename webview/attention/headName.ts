import * as l10n from '@vscode/l10n';

/** One of a layer's heads by its number, or the mean of all. */
export type Head = number | 'mean';

/** Where there is little room: `Mean`, `Head 3`. */
export const shortName = (head: Head): string =>
  head === 'mean' ? l10n.t('Mean') : headName(head);

export const headName = (head: Head): string =>
  head === 'mean' ? l10n.t('Mean of all heads') : l10n.t('Head {0}', head);
