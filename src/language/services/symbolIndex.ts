import type { Location } from '../source';
import type { Statement } from '../syntax';
import type { Vocabulary } from '../vocabulary';
import { ChainNames } from './indexing/chains';
import {
  type Definition,
  type FileUse,
  Findings,
  type Occurrence,
  type WordUse,
} from './indexing/definition';
import { ExpressionNames } from './indexing/expressions';
import { Notebook } from './indexing/notebook';
import { StatementNames } from './indexing/statements';

export type { Definition, FileUse, Occurrence, WordUse } from './indexing/definition';

/** What every name in a notebook refers to. */
export class SymbolIndex {
  private readonly byDefinition = new Map<Definition, Occurrence[]>();

  constructor(
    /** In the order of the text. */
    readonly occurrences: readonly Occurrence[],
    readonly words: readonly WordUse[],
    readonly files: readonly FileUse[],
    private readonly notebook: Notebook,
  ) {
    for (const occurrence of occurrences) {
      const known = this.byDefinition.get(occurrence.definition);
      if (known) known.push(occurrence);
      else this.byDefinition.set(occurrence.definition, [occurrence]);
    }
  }

  /** The name at an offset of a cell, its end included; of several that meet there the one that begins. */
  at(cell: number, offset: number): Occurrence | undefined {
    return this.occurrences.findLast(({ location }) => touches(location, cell, offset));
  }

  /** Where a definition is named, in the order of the text. */
  of(definition: Definition): readonly Occurrence[] {
    return this.byDefinition.get(definition) ?? [];
  }

  /** All definitions, in the order of the text. */
  get definitions(): Iterable<Definition> {
    return this.byDefinition.keys();
  }

  /** Whether a layer of the network or block around a definition has this id. */
  hasLayer(id: string, { within }: Definition): boolean {
    return within !== undefined && (this.notebook.chainAround(within)?.ids.has(id) ?? false);
  }

  /** How many labels stand for the same layers as others. */
  get clashes(): number {
    return [...this.notebook.allChains].reduce((sum, { ids }) => sum + ids.clashes, 0);
  }
}

/** Reads the names of a notebook: `cells` are the statements of all its code cells. */
export function indexSymbols(
  cells: readonly (readonly Statement[])[],
  vocabulary: Vocabulary,
): SymbolIndex {
  const found = new Findings();
  const notebook = new Notebook(cells, vocabulary);
  const expressions = new ExpressionNames(vocabulary, notebook.held, found);
  const chains = new ChainNames(vocabulary, notebook.block, expressions, found);
  const statements = new StatementNames(vocabulary, notebook, chains, expressions, found);
  for (const statement of cells.flat()) statements.read(statement);
  return new SymbolIndex(
    inOrder(found.occurrences),
    inOrder(found.words),
    inOrder(found.files),
    notebook,
  );
}

const touches = ({ cell, start, end }: Location, wanted: number, offset: number): boolean =>
  cell === wanted && start <= offset && offset <= end;

const inOrder = <T extends { readonly location: Location }>(items: readonly T[]): readonly T[] =>
  items.toSorted(
    ({ location: a }, { location: b }) => a.cell - b.cell || a.start - b.start || a.end - b.end,
  );
