import * as l10n from '@vscode/l10n';

/** The splits of data, in the words that are shown. */

export type Split = 'train' | 'validation' | 'test';

export function splitName(split: Split): string {
  switch (split) {
    case 'train':
      return l10n.t('train');
    case 'validation':
      return l10n.t('validation');
    case 'test':
      return l10n.t('test');
  }
}

/** `10,000 test samples`, `all 10,000 test samples`; how many is a number as text. */
export function samplesOf(split: Split, howMany: string): string {
  switch (split) {
    case 'train':
      return l10n.t('{0} training samples', howMany);
    case 'validation':
      return l10n.t('{0} validation samples', howMany);
    case 'test':
      return l10n.t('{0} test samples', howMany);
  }
}
