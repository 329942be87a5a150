/**
 * How digits are written: for each several styles, each a few strokes. A stroke is the list of points the pen passes,
 * `x,y` in percent of half the height (x to the right, y down, the digit within about ±60 and ±100); the pen goes
 * smoothly through them but turns sharply at points marked `!`.
 */

export interface Stroke {
  /** x, y, x, y, … with half the digit's height as unit. */
  readonly points: Float64Array;
  /** Whether the pen turns sharply, point by point. */
  readonly corner: readonly boolean[];
}

export interface Style {
  /** How often this style is used, relative to the others of its digit. */
  readonly weight: number;
  readonly strokes: readonly Stroke[];
}

function style(weight: number, ...strokes: readonly string[]): Style {
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

/** Styles of the digits 0 to 9. */
export const glyphs: readonly (readonly Style[])[] = [
  [
    style(4, '10,-100 -38,-72 -60,0 -42,72 0,100 42,72 60,0 42,-72 8,-98'),
    style(2, '30,-92 -15,-95 -52,-40 -50,45 -10,98 35,80 58,15 45,-55 5,-90 -25,-80'),
    style(1, '-5,-98 -40,-60 -48,10 -30,80 5,100 38,60 46,-10 30,-78 -12,-96'),
  ],
  [
    style(4, '5,-100 2,0 -2,100'),
    style(3, '-38,-55 -12,-78 8,-100! 6,0 4,100'),
    style(1, '-35,-62 5,-100! 3,0 2,98', '-40,98 0,100 42,98'),
  ],
  [
    style(4, '-50,-52 -38,-86 2,-100 42,-80 46,-38 12,18 -58,98! 0,94 62,98'),
    style(3, '-48,-62 -20,-95 20,-96 44,-62 30,-8 -8,52 -48,90 -60,72 -38,58 0,84 34,98 62,88'),
    style(1, '-45,-90 10,-98 48,-70 40,-25 0,25 -50,95! 55,92'),
  ],
  [
    style(4, '-48,-78 -12,-100 32,-90 42,-52 18,-18 -12,-6! 30,4 54,44 34,88 -12,100 -54,76'),
    style(2, '-50,-70 -20,-98 25,-96 45,-60 20,-20 -5,-8 22,2 50,35 40,85 -5,100 -55,85'),
    style(1, '-48,-94 46,-96! -6,-18! 36,0 54,44 30,90 -16,100 -56,78'),
  ],
  [
    style(4, '-36,-92 -46,-40 -52,12! 0,14 62,8', '32,-62 28,20 22,100'),
    style(2, '-30,-95 -58,20! 0,22 58,16', '40,-98 32,0 20,100'),
    style(3, '24,-98 -18,-36 -62,28! 0,30 64,26', '26,-98 24,0 20,100'),
  ],
  [
    style(
      3,
      '-36,-92 -40,-52 -44,-12! -8,-32 36,-20 52,28 28,84 -16,100 -56,78',
      '-36,-92 10,-95 56,-96',
    ),
    style(3, '52,-94 0,-95 -34,-92! -44,-10! 0,-30 40,-8 50,36 24,88 -18,100 -56,80'),
    style(1, '50,-90 5,-98 -32,-80 -38,-42 0,-12 40,12 46,58 10,96 -48,90'),
  ],
  [
    style(4, '34,-98 -12,-60 -46,6 -46,68 -8,100 36,84 48,40 20,8 -20,22 -42,56'),
    style(2, '10,-100 -26,-44 -44,30 -30,90 10,100 44,68 36,22 0,14 -36,44'),
    style(1, '44,-84 14,-98 -30,-62 -52,0 -46,66 -4,100 42,76 44,28 4,4 -40,30'),
  ],
  [
    style(4, '-52,-90 0,-93 52,-94! 22,-28 -2,34 -14,100'),
    style(2, '-50,-88 0,-92 54,-94! 18,-10 -8,100', '-30,6 4,2 40,-4'),
    style(1, '-52,-62 -50,-92! 0,-90 52,-95! 16,-6 -12,100'),
  ],
  [
    style(4, '38,-74 4,-100 -36,-76 -30,-34 18,2 48,50 14,98 -34,86 -42,48 -8,4 34,-36 42,-70'),
    style(2, '4,-6 -38,-44 0,-100 40,-54 0,-4', '0,-4 -50,46 -2,100 50,52 4,-6'),
    style(1, '0,-98 -38,-70 -20,-28 24,8 44,60 0,100 -44,62 -22,10 22,-26 36,-72 -2,-98'),
  ],
  [
    style(4, '44,-62 16,-98 -30,-86 -46,-44 -16,-8 26,-26 46,-66! 42,10 30,100'),
    style(2, '40,-78 0,-100 -44,-64 -34,-16 10,-10 44,-56 48,0 34,70 -4,100 -46,84'),
    style(1, '38,-70 4,-98 -40,-70 -36,-20 8,-10 42,-60! 30,20 6,98'),
  ],
];
