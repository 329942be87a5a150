/**
 * How characters are written: for each several styles, each a few strokes. A stroke is the list of points the pen passes,
 * `x,y` in percent of half the height (x to the right, y down, the character within about ±60 and ±100); the pen goes
 * smoothly through them but turns sharply at points marked `!`.
 */

export interface Stroke {
  /** x, y, x, y, … with half the character's height as unit. */
  readonly points: Float64Array;
  /** Whether the pen turns sharply, point by point. */
  readonly corner: readonly boolean[];
}

export interface Style {
  /** How often this style is used, relative to the others of its character. */
  readonly weight: number;
  readonly strokes: readonly Stroke[];
}

export function style(weight: number, ...strokes: readonly string[]): Style {
  return { weight, strokes: strokes.map(parseStroke) };
}

function parseStroke(text: string): Stroke {
  const points = text.split(' ').map((point) => {
    const [x, y] = point.replace('!', '').split(',').map(Number);
    return { x: x / 100, y: y / 100, corner: point.endsWith('!') };
  });
  return {
    points: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
    corner: points.map(({ corner }) => corner),
  };
}
