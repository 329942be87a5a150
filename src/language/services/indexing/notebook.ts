import type {
  BlockDeclaration,
  ChainStatement,
  Declaration,
  LetDeclaration,
  NetworkDeclaration,
  Statement,
} from '../../syntax';
import type { Vocabulary } from '../../vocabulary';
import { type Block, callsIn, type Chain, layerKinds, madeBy, parametersOf } from './chains';
import type { Definition } from './definition';
import { collectIds, LayerIds } from './layerIds';
import { type BlockUse, HeldValues, type ValueNames } from './values';

/** What the cells of a notebook define, whatever the order: of several definitions with one name the first counts. */
export class Notebook {
  private readonly declarations = new Map<Statement, Definition>();
  private readonly names = new Map<string, Definition>();
  private readonly chains = new Map<Statement, Chain>();
  private readonly parameters = new Map<Statement, readonly Definition[]>();
  private readonly statements = new Map<Definition, Declaration>();
  private readonly blockTable = new Map<string, Block>();
  private readonly uses = new Map<string, BlockUse[]>();
  readonly lets: ValueNames = { find: (name) => this.named('let', name) };
  readonly held: HeldValues;

  constructor(
    cells: readonly (readonly Statement[])[],
    private readonly vocabulary: Vocabulary,
  ) {
    const statements = cells.flat();
    for (const statement of statements) if (statement.kind !== 'action') this.declare(statement);
    for (const statement of statements) {
      if (statement.kind === 'network' || statement.kind === 'block') this.addChain(statement);
    }
    this.held = new HeldValues(
      statements.filter((statement) => statement.kind === 'let'),
      vocabulary,
      ({ name }) => this.uses.get(name) ?? [],
      (block) => {
        const statement = this.statements.get(block);
        return statement?.kind === 'block' ? statement.parameters.map(({ text }) => text) : [];
      },
    );
  }

  named = (kind: Declaration['kind'], name: string): Definition | undefined =>
    this.names.get(`${kind} ${name}`);

  definitionOf = (statement: Statement): Definition | undefined => this.declarations.get(statement);

  chainOf = (statement: NetworkDeclaration | BlockDeclaration): Chain | undefined =>
    this.chains.get(statement);

  chainNamed(network: string): Chain | undefined {
    const definition = this.named('network', network);
    return definition && this.chainAround(definition);
  }

  /** The chain of a network or block. */
  chainAround(definition: Definition): Chain | undefined {
    const statement = this.statements.get(definition);
    return statement && this.chains.get(statement);
  }

  /** The chains of all networks and blocks. */
  get allChains(): Iterable<Chain> {
    return this.chains.values();
  }

  parametersOf = (statement: BlockDeclaration): readonly Definition[] =>
    this.parameters.get(statement) ?? [];

  block = (name: string): Block | undefined => this.blockTable.get(name);

  /** In the value of a `let` its own name is the word of the vocabulary, if there is one. */
  valuesInside({ name }: LetDeclaration): ValueNames {
    const { valueKinds } = this.vocabulary;
    const isWord = valueKinds.some((kind) => this.vocabulary.find(kind, name.text));
    if (!isWord) return this.lets;
    return { find: (other) => (other === name.text ? undefined : this.lets.find(other)) };
  }

  private declare(statement: Declaration): void {
    const { kind, name } = statement;
    const definition: Definition = { kind, name: name.text, location: name.location };
    const key = `${kind} ${name.text}`;
    this.declarations.set(statement, definition);
    this.statements.set(definition, statement);
    if (!this.names.has(key)) this.names.set(key, definition);
  }

  /** What the word refers to by which a layer is made. */
  private operatorMeant(name: string, values: ValueNames): Definition | undefined {
    const block = this.block(name);
    if (block) return block.definition;
    const isLayer = layerKinds.some((kind) => this.vocabulary.find(kind, name));
    return isLayer ? undefined : this.held.meantBy(name, ['activation'], values);
  }

  private addChain(statement: NetworkDeclaration | BlockDeclaration): void {
    const definition = this.declarations.get(statement);
    if (!definition) return;
    const parameters = statement.kind === 'block' ? parametersOf(statement, definition) : [];
    const byName = new Map(parameters.map((each) => [each.name, each]));
    const values: ValueNames = { find: (name) => byName.get(name) ?? this.lets.find(name) };
    const ids = new LayerIds(({ text }) => this.operatorMeant(text, values));
    const made = new Map<ChainStatement, Definition>();
    collectIds(statement.body, ids, (line) => {
      const found = madeBy(line, definition);
      if (found) made.set(line, found);
      return found;
    });
    const chain: Chain = { values, made, ids };
    this.chains.set(statement, chain);
    this.parameters.set(statement, parameters);
    if (statement.kind === 'block' && !this.blockTable.has(definition.name))
      this.blockTable.set(definition.name, { definition, parameters: byName, chain });
    for (const call of callsIn(statement.body)) {
      const known = this.uses.get(call.name.text);
      const use = { call, names: values };
      if (known) known.push(use);
      else this.uses.set(call.name.text, [use]);
    }
  }
}
