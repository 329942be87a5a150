import type { History } from '../../src/views/payloads';

/** Brings the numbers of several parameters to one; null while one of them is missing. */
type Join = (values: readonly number[]) => number;

/**
 * The history of each layer out of those of its parameters. It follows a history that grows in place: only what is new is computed,
 * so that hundreds of layers can be followed step by step.
 */
export class JointHistory {
  /** A row for each layer (`rows[layer][point]`). */
  readonly rows: (number | null)[][];
  /** Changes whenever points that were there have changed. */
  version = 0;
  /** The least and the greatest positive number. */
  least = Infinity;
  greatest = 0;
  private seen: { readonly columns: History['columns']; readonly stride: number } | undefined;
  private steps: number[] = [];

  constructor(
    /** Which columns make up each row. */
    private readonly members: readonly (readonly number[])[],
    private readonly join: Join,
  ) {
    this.rows = members.map(() => []);
  }

  /** Takes in what the history has now. */
  follow(history: History): void {
    const from = this.unchanged(history);
    if (from === 0) {
      this.version++;
      [this.least, this.greatest] = [Infinity, 0];
    }
    const { columns, steps, stride } = history;
    this.members.forEach((members, layer) => {
      const row = this.rows[layer] ?? [];
      row.length = steps.length;
      for (let point = from; point < steps.length; point++) {
        const value = this.at(columns, members, point);
        row[point] = value;
        if (value === null || !(value > 0)) continue;
        this.least = Math.min(this.least, value);
        this.greatest = Math.max(this.greatest, value);
      }
    });
    this.steps.length = from;
    for (let point = from; point < steps.length; point++) this.steps.push(steps[point] ?? 0);
    this.seen = { columns, stride };
  }

  /** Points that are as they were. The newest one is still being filled. */
  private unchanged({ columns, stride, steps }: History): number {
    const { seen } = this;
    const known = this.steps.length - 1;
    const isSame =
      seen?.columns === columns &&
      seen.stride === stride &&
      known >= 1 &&
      steps.length > known &&
      steps[known - 1] === this.steps[known - 1];
    return isSame ? known : 0;
  }

  private at(
    columns: History['columns'],
    members: readonly number[],
    point: number,
  ): number | null {
    const values: number[] = [];
    for (const column of members) {
      const value = columns[column]?.[point] ?? null;
      if (value === null) return null;
      values.push(value);
    }
    return values.length === 0 ? null : this.join(values);
  }
}
