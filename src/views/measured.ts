import * as l10n from '@vscode/l10n';
import { formatNumber, significant } from '../text/numbers';
import type { MeasuredEvent } from './payloads';

/** What passes over the data have found: single numbers, and numbers over another one. */

type Found = MeasuredEvent['values'];

interface Point {
  readonly x: number;
  readonly value: number;
}

/** The validation error for several λ. */
export interface MeasuredCurve {
  readonly label: string;
  /** What it is told over: `λ`. */
  readonly symbol: string;
  /** In the order of x. */
  readonly points: readonly Point[];
  /** The x that was chosen, where a single number has its symbol. */
  readonly chosen?: number;
}

/** One curve has one of what over which number. */
const nameOf = ({ label, symbol }: Pick<MeasuredCurve, 'label' | 'symbol'>) =>
  `${label} over ${symbol}`;

/** What is known once more is told: numbers and curves of the same names are replaced, curves as a whole. */
export function withMeasured(known: Found, told: Found): Found {
  const names = new Set(told.flatMap(({ name, at }) => [name, ...(at ? [nameOf(at)] : [])]));
  const isOld = ({ name, at }: Found[number]) => names.has(name) || (at && names.has(nameOf(at)));
  return [...known.filter((found) => !isOld(found)), ...told];
}

/** Fewer points stay single numbers. */
const leastPoints = 3;

export function measuredParts(measured: Found): {
  readonly single: Found;
  readonly curves: readonly MeasuredCurve[];
} {
  const curves = new Map<string, { label: string; symbol: string; points: Point[] }>();
  for (const { value, at } of measured) {
    if (!at) continue;
    const { label, symbol } = at;
    const curve = curves.get(nameOf(at)) ?? { label, symbol, points: [] };
    curve.points.push({ x: at.value, value });
    curves.set(nameOf(at), curve);
  }
  const drawn = [...curves.values()].filter(({ points }) => points.length >= leastPoints);
  const isDrawn = ({ at }: Found[number]) =>
    at !== undefined && drawn.some((curve) => nameOf(curve) === nameOf(at));
  const single = measured.filter((found) => !isDrawn(found));
  return {
    single,
    curves: drawn.map(({ label, symbol, points }) => {
      const chosen = single.find((found) => found.symbol === symbol)?.value;
      return {
        ...{ label, symbol, points: points.sort((a, b) => a.x - b.x) },
        ...(chosen !== undefined && { chosen }),
      };
    }),
  };
}

/** A curve of more points is told at a few of them. */
const mostLines = 16;
const fewPoints = 6;

/** The same in words, a line for each number or curve. */
export function measuredLines(measured: Found): readonly string[] {
  const { single, curves } = measuredParts(measured);
  const lines = curves.flatMap(({ label, symbol, points }) => {
    const at = ({ x, value }: Point) => [
      l10n.t('at {0} = {1}', symbol, formatNumber(x)),
      significant(value),
    ];
    if (points.length <= mostLines) return points.map((point) => `${label} ${at(point).join(' ')}`);
    const last = points.length - 1;
    const few = Array.from({ length: fewPoints }, (_, i) =>
      at(points[Math.round((i * last) / (fewPoints - 1))])
        .reverse()
        .join(' '),
    );
    return `${label} ${few.join(', ')}`;
  });
  return [...lines, ...single.map(({ label, value }) => `${label} ${significant(value)}`)];
}
