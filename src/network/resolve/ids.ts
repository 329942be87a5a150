import type { ChainStatement } from '../../language/syntax';

/** Hands out layer ids: labels as written, else the operator's name with a number that no label uses. */
export class Ids {
  private readonly taken = new Set<string>(['input']);
  private readonly counts = new Map<string, number>();

  /** `reserved`: labels that implicit ids keep clear of. */
  constructor(private readonly reserved: ReadonlySet<string>) {}

  /** Takes a label; false when another layer has it. */
  claim(id: string): boolean {
    if (this.taken.has(id)) return false;
    this.taken.add(id);
    return true;
  }

  /** Whether the text gives a layer this label. */
  isLabel(id: string): boolean {
    return this.reserved.has(id);
  }

  /** `conv_1`, `conv_2`, …; in a block instance `inception_1.conv_1`. */
  next(prefix: string, name: string): string {
    const base = `${prefix}${name}`;
    let count = this.counts.get(base) ?? 0;
    let id: string;
    do id = `${base}_${++count}`;
    while (this.taken.has(id) || this.reserved.has(id));
    this.counts.set(base, count);
    this.taken.add(id);
    return id;
  }
}

/** Every label in a chain, nested ones too. */
export function labelsIn(statements: readonly ChainStatement[]): string[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'input':
        return [];
      case 'layer': {
        const label = labelOf(statement);
        if (label) return [label.text];
        return statement.output ? ['output'] : [];
      }
      case 'branch':
        return [
          ...(statement.label ? [statement.label.text] : []),
          ...statement.branches.flatMap(labelsIn),
        ];
      case 'repeat':
        return labelsIn(statement.body);
    }
  });
}

/** The name written before a layer: `C1:` or `output main:`. */
export const labelOf = (statement: Extract<ChainStatement, { kind: 'layer' }>) =>
  statement.label ?? statement.output?.name;
