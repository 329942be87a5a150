import * as l10n from '@vscode/l10n';
import { formatShape } from '../../src/text/numbers';
import type { GraphNode } from './visibleGraph';

/** Width in pixels of a text in the small or the normal size of the graph's font. */
export type MeasureText = (text: string, size: 'small' | 'normal') => number;

export const fontSizes = { small: 10.5, normal: 12.5 } as const;
export const padding = 12;
const [least, most] = [104, 232];
const lineHeight = 16;

/** Size of a box: wide enough for its longest line, within bounds; a line of details only where there are any. */
export function boxSize(node: GraphNode, measure: MeasureText): { width: number; height: number } {
  const pair = (left: number, right: string) => left + (right ? 14 + measure(right, 'small') : 0);
  const title = pair(measure(node.title, 'normal'), node.operator);
  const facts = pair(measure(shapeText(node.shape), 'small'), parametersText(node));
  const detail = measure(node.detail, 'small');
  const costs = measure(costsText(node), 'small');
  const width = Math.min(most, Math.max(least, title, facts, detail, costs) + 2 * padding);
  const lines = 2 + (node.detail ? 1 : 0) + (costsText(node) ? 1 : 0);
  return { width: Math.ceil(width), height: lineHeight * lines + 14 };
}

/** The count on a box, marked as parameters. */
export const parametersText = (node: GraphNode): string =>
  node.parameters && l10n.t('{0} params', node.parameters);

/** The multiply-adds and the memory on a box; of one without multiply-adds the details alone tell. */
export const costsText = ({ multiplyAdds, memory }: GraphNode): string =>
  multiplyAdds === undefined
    ? ''
    : [l10n.t('{0} multiply-adds', multiplyAdds), memory].filter(Boolean).join(' · ');

/** How a shape is written; nothing of one that is not known. */
export const shapeText = (shape: readonly (number | string)[]): string =>
  shape.length > 0 ? formatShape(shape) : '';

/** Shortens a text until it fits, with an ellipsis. */
export function ellipsize(text: string, width: number, measure: (text: string) => number): string {
  if (measure(text) <= width) return text;
  let end = text.length - 1;
  while (end > 1 && measure(`${text.slice(0, end)}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Measures with a canvas in the font of the theme. */
export function canvasMeasure(family: string): MeasureText {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size) => {
    if (!context) return text.length * fontSizes[size] * 0.55;
    context.font = `${size === 'normal' ? '600 ' : ''}${fontSizes[size]}px ${family}`;
    return context.measureText(text).width;
  };
}
