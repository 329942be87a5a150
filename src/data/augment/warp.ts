/** Where each pixel of a picture is taken from: coordinates in the picture before, x to the right and y down. */
export class Warp {
  readonly x: Float64Array;
  readonly y: Float64Array;

  constructor(
    readonly height: number,
    readonly width: number,
  ) {
    this.x = new Float64Array(height * width);
    this.y = new Float64Array(height * width);
    this.reset();
  }

  /** Every pixel from its own place. */
  reset(): void {
    for (let i = 0; i < this.x.length; i++) {
      this.x[i] = i % this.width;
      this.y[i] = Math.floor(i / this.width);
    }
  }

  /** Takes pixels from so far away. */
  shift(dx: number, dy: number): void {
    for (let i = 0; i < this.x.length; i++) {
      this.x[i] += dx;
      this.y[i] += dy;
    }
  }

  /** Takes pixels from (xx·x + xy·y, yx·x + yy·y), measured from the middle. */
  linear(xx: number, xy: number, yx: number, yy: number): void {
    const middleX = (this.width - 1) / 2;
    const middleY = (this.height - 1) / 2;
    for (let i = 0; i < this.x.length; i++) {
      const x = this.x[i] - middleX;
      const y = this.y[i] - middleY;
      this.x[i] = middleX + xx * x + xy * y;
      this.y[i] = middleY + yx * x + yy * y;
    }
  }

  /** Draws `from`, one channel after the other, into `to`: bilinear, 0 outside the picture. */
  draw(from: Float32Array, to: Float32Array): void {
    const { x, y, width, height } = this;
    const pixels = width * height;
    for (let i = 0; i < pixels; i++) {
      const left = Math.floor(x[i]);
      const top = Math.floor(y[i]);
      const right = x[i] - left;
      const below = y[i] - top;
      for (let channel = 0; channel < from.length; channel += pixels) {
        let sum = 0;
        for (let corner = 0; corner < 4; corner++) {
          const column = left + (corner & 1);
          const row = top + (corner >> 1);
          if (column < 0 || column >= width || row < 0 || row >= height) continue;
          const across = corner & 1 ? right : 1 - right;
          const down = corner & 2 ? below : 1 - below;
          sum += across * down * from[channel + row * width + column];
        }
        to[channel + i] = sum;
      }
    }
  }
}
