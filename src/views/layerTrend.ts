import * as l10n from '@vscode/l10n';
import { theilSen } from '../numerics/theilSen';
import { formatInteger, plural, powerOfTen, significant } from '../text/numbers';

/** How a measure of layers changes with their depth: a line through its logarithms. */

/** A layer with weights: how many there are up to it on the way from the input, and its value. */
export interface LayerPoint {
  readonly depth: number;
  readonly value: number | null;
}

export interface LayerTrend {
  /** Decades a layer, towards the output. */
  readonly slope: number;
  /** log₁₀ of the value at depth 0. */
  readonly intercept: number;
  /** Depths of the first and of the last layer. */
  readonly first: number;
  readonly last: number;
  /** Layers whose value is zero, which have no logarithm. */
  readonly zeros: number;
}

/** Through fewer layers any line fits. */
const fewestLayers = 3;

export function layerTrend(points: readonly LayerPoint[]): LayerTrend | undefined {
  const told = points.filter(({ value }) => value !== null && value > 0 && value < Infinity);
  if (told.length < fewestLayers) return undefined;
  const line = theilSen(
    told.map(({ depth }) => depth),
    told.map(({ value }) => Math.log10(value ?? NaN)),
  );
  if (!line) return undefined;
  const depths = points.map(({ depth }) => depth);
  return {
    ...line,
    first: Math.min(...depths),
    last: Math.max(...depths),
    zeros: points.filter(({ value }) => value === 0).length,
  };
}

/** What the line gives at a depth. */
export const trendAt = ({ slope, intercept }: LayerTrend, depth: number): number =>
  10 ** (intercept + slope * depth);

/** Less than this factor from the first layer to the last, in decades, is no trend. */
const level = 0.3;

/**
 * `Gradient norm falls 0.61 decades a layer towards the input: the first layer gets 10⁻¹² of the last one’s`; the subject is whose
 * trend it is.
 */
export function trendText(subject: string, trend: LayerTrend): string {
  const { zeros } = trend;
  const change = changeText(subject, trend);
  if (zeros === 0) return change;
  const without = plural(
    zeros,
    l10n.t('1 layer has 0'),
    l10n.t('{0} layers have 0', formatInteger(zeros)),
  );
  return `${change}; ${without}`;
}

function changeText(subject: string, { slope, first, last }: LayerTrend): string {
  const whole = slope * (last - first);
  const each = decadesOf(slope);
  if (Math.abs(whole) < level)
    return l10n.t('{0} is about level: {1} decades a layer', subject, each);
  return slope > 0
    ? l10n.t(
        '{0} falls {1} decades a layer towards the input: the first layer gets {2} of the last one’s',
        subject,
        each,
        share(-whole),
      )
    : l10n.t(
        '{0} grows {1} decades a layer towards the input: the first layer gets {2} times the last one’s',
        subject,
        each,
        share(-whole),
      );
}

/** How many decades a slope comes to: `0.61`. */
export function decadesOf(slope: number): string {
  const size = Math.abs(slope);
  return size >= 0.095 ? size.toFixed(2) : significant(size, 2);
}

/** From two decades on the power of ten says it. */
const share = (exponent: number): string =>
  Math.abs(exponent) < 2 ? significant(10 ** exponent, 2) : powerOfTen(Math.round(exponent));
