/** A pen with a round, anti-aliased tip drawing on a grey canvas: ink 0..255, black background. */
export class Pen {
  /** Ink of each pixel in 0..1, row by row. */
  readonly canvas: Float64Array;

  constructor(readonly side: number) {
    this.canvas = new Float64Array(side * side);
  }

  clear(): void {
    this.canvas.fill(0);
  }

  /**
   * Draws a straight piece from (x0, y0) to (x1, y1) in pixels, the tip's radius going from r0 to r1. Ink fades over
   * `softness` pixels at the edge; pieces that overlap do not add up.
   */
  line(
    x0: number,
    y0: number,
    r0: number,
    x1: number,
    y1: number,
    r1: number,
    softness: number,
  ): void {
    const { canvas, side } = this;
    const reach = (r0 > r1 ? r0 : r1) + softness / 2;
    const left = Math.max(0, Math.ceil((x0 < x1 ? x0 : x1) - reach));
    const right = Math.min(side - 1, Math.floor((x0 < x1 ? x1 : x0) + reach));
    const top = Math.max(0, Math.ceil((y0 < y1 ? y0 : y1) - reach));
    const bottom = Math.min(side - 1, Math.floor((y0 < y1 ? y1 : y0) + reach));
    const dx = x1 - x0;
    const dy = y1 - y0;
    const inverse = 1 / (dx * dx + dy * dy + 1e-12);
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const at = y * side + x;
        if (canvas[at] === 1) continue;
        let along = ((x - x0) * dx + (y - y0) * dy) * inverse;
        along = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = x - x0 - along * dx;
        const ey = y - y0 - along * dy;
        const radius = r0 + along * (r1 - r0);
        const square = ex * ex + ey * ey;
        const outer = radius + softness / 2;
        if (square >= outer * outer) continue;
        const ink = (outer - Math.sqrt(square)) / softness;
        if (ink > canvas[at]) canvas[at] = ink < 1 ? ink : 1;
      }
    }
  }
}
