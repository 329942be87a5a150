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
  phase === undefined ? network : `${network}, phase ${phase}`;

/** The rates to train with, the best first; none where the measure never fell. */
export const suggestedRates = ({
  measure: { label },
  steepest,
  tenthOfMinimum,
}: Pick<RateSearch, 'measure' | 'steepest' | 'tenthOfMinimum'>): readonly SuggestedRate[] =>
  steepest === undefined || tenthOfMinimum === undefined
    ? []
    : [
        { rate: steepest, why: `where the ${label} falls fastest` },
        { rate: tenthOfMinimum, why: `one tenth of the rate at minimum ${label}` },
      ];

export const noSuggestion = ({ measure: { label } }: RateSearch): string =>
  `The ${label} never falls by more than its noise, so no rate can be suggested.`;

/** What the end of a search says, beside its suggestions: that it diverged, was stopped, or that the measure still falls. */
export function remarks(found: RateSearch): readonly string[] {
  const { measure, points, range, diverged, stopped, openEnded } = found;
  const end = significant(points.at(-1)?.rate ?? range.lowest);
  return [
    ...(diverged ? [`The training diverges at ${end}; higher rates were not tried.`] : []),
    ...(stopped ? [`Stopped at ${end}; higher rates were not tried.`] : []),
    ...(openEnded
      ? [`The ${measure.label} still falls at ${end}: higher rates may do better.`]
      : []),
  ];
}

/** The suggestions as a sentence; `emphasize` marks the first. */
export function suggestionText(found: RateSearch, emphasize: (text: string) => string): string {
  const [best, ...others] = suggestedRates(found);
  if (!best) return noSuggestion(found);
  const rest = others.map(({ rate, why }) => `; ${why}: ${rate}`).join('');
  return `Suggested rate: ${emphasize(String(best.rate))}, ${best.why}${rest}.`;
}
