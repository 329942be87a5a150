import * as l10n from '@vscode/l10n';
import { significant } from '../text/numbers';
import type { RateSearch } from './payloads';

/** What a search for a rate found, in the words of the terminal, the panels and the editor. */

/** A rate to train with, and why. */
export interface SuggestedRate {
  readonly rate: number;
  readonly why: string;
}

/** What the rate is of: `Net`, `Net, phase first`. */
export const subjectOf = ({ network, phase }: RateSearch): string =>
  phase === undefined ? network : l10n.t('{0}, phase {1}', network, phase);

/** The rates to train with, the best first; none where the measure never fell. */
export const suggestedRates = ({
  measure: { label },
  steepest,
  tenthOfMinimum,
}: Pick<RateSearch, 'measure' | 'steepest' | 'tenthOfMinimum'>): readonly SuggestedRate[] =>
  steepest === undefined || tenthOfMinimum === undefined
    ? []
    : [
        { rate: steepest, why: l10n.t('where the {0} falls fastest', label) },
        { rate: tenthOfMinimum, why: l10n.t('one tenth of the rate at minimum {0}', label) },
      ];

export const noSuggestion = ({ measure: { label } }: RateSearch): string =>
  l10n.t('The {0} never falls by more than its noise, so no rate can be suggested.', label);

/** What the end of a search says, beside its suggestions: that it diverged, was stopped, or that the measure still falls. */
export function remarks(found: RateSearch): readonly string[] {
  const { measure, points, range, diverged, stopped, openEnded } = found;
  const end = significant(points.at(-1)?.rate ?? range.lowest);
  return [
    ...(diverged
      ? [l10n.t('The training diverges at {0}; higher rates were not tried.', end)]
      : []),
    ...(stopped ? [l10n.t('Stopped at {0}; higher rates were not tried.', end)] : []),
    ...(openEnded
      ? [l10n.t('The {0} still falls at {1}: higher rates may do better.', measure.label, end)]
      : []),
  ];
}

/** The suggestions as a sentence; `emphasize` marks the first. */
export function suggestionText(found: RateSearch, emphasize: (text: string) => string): string {
  const [best, ...others] = suggestedRates(found);
  if (!best) return noSuggestion(found);
  const first = l10n.t('Suggested rate: {0}, {1}', emphasize(String(best.rate)), best.why);
  return `${[first, ...others.map(({ rate, why }) => `${why}: ${rate}`)].join('; ')}.`;
}
