/** The items with the greatest ranks, the greatest first; of equal ranks those that came first. */
export class Greatest<T> {
  private readonly kept: { readonly rank: number; readonly item: T }[] = [];

  constructor(private readonly most: number) {}

  /** `item` makes what is kept, only where it is. */
  add(rank: number, item: () => T): void {
    const { kept, most } = this;
    if (kept.length >= most && rank <= kept[most - 1].rank) return;
    let at = kept.length;
    while (at > 0 && kept[at - 1].rank < rank) at--;
    kept.splice(at, 0, { rank, item: item() });
    kept.length = Math.min(kept.length, most);
  }

  get items(): readonly T[] {
    return this.kept.map(({ item }) => item);
  }
}
