import type {
  BlockDeclaration,
  BranchStatement,
  Call,
  ChainStatement,
  LayerStatement,
  Name,
} from '../../syntax';
import type { Vocabulary } from '../../vocabulary';
import type { Definition, Findings } from './definition';
import type { ExpressionNames, ExpressionScope } from './expressions';
import { type LayerIds, namesInId } from './layerIds';
import type { ValueNames } from './values';

/** A network or a block while its lines are read. */
export interface Chain {
  readonly values: ValueNames;
  /** The definitions its lines make. */
  readonly made: ReadonlyMap<ChainStatement, Definition>;
  readonly ids: LayerIds;
}

/** A block, as its uses see it. */
export interface Block {
  readonly definition: Definition;
  readonly parameters: ReadonlyMap<string, Definition>;
  readonly chain: Chain;
}

/** Labels that lines see; those of a repeat are not seen outside of it. */
class Labels {
  private readonly own = new Map<string, Definition | undefined>();

  constructor(private readonly outer?: Labels) {}

  /** The first one counts; a second one is a mistake. */
  set(label: string, definition: Definition | undefined): void {
    if (!this.own.get(label)) this.own.set(label, definition);
  }

  has(label: string): boolean {
    return this.own.has(label) || (this.outer?.has(label) ?? false);
  }

  get(label: string): Definition | undefined {
    return this.own.has(label) ? this.own.get(label) : this.outer?.get(label);
  }
}

interface Place {
  readonly chain: Chain;
  readonly labels: Labels;
}

/** Finds out what the names in the lines of networks and blocks refer to, by the rules by which they are resolved. */
export class ChainNames {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly blocks: (name: string) => Block | undefined,
    private readonly expressions: ExpressionNames,
    private readonly found: Findings,
  ) {}

  /** All lines of a network or block. */
  read(statements: readonly ChainStatement[], chain: Chain, isBlock: boolean): void {
    const labels = new Labels();
    const inputs = inputsIn(statements);
    // In a block it is what stands above the line that uses it, of several inputs all of them.
    if (isBlock || inputs.length > 1) labels.set('input', undefined);
    if (inputs.length > 1)
      for (const line of inputs) labels.set(line.name.text, chain.made.get(line));
    this.lines(statements, { chain, labels });
  }

  /** The names in an id, as in `features unit_1.C1`. */
  id(path: readonly Name[], { ids }: Chain): void {
    const parts = namesInId(path, ids, (operator) => this.blocks(operator.text)?.chain.ids) ?? [];
    for (const { location, definition } of parts) this.found.refer(location, definition);
  }

  private lines(statements: readonly ChainStatement[], place: Place): void {
    for (const statement of statements) this.line(statement, place);
  }

  private line(statement: ChainStatement, place: Place): void {
    const { chain, labels } = place;
    const definition = chain.made.get(statement);
    if (definition) this.found.define(definition);
    const scope = this.scopeAt(place);
    switch (statement.kind) {
      case 'input':
        statement.shape.forEach((length) => this.expressions.value(length, scope));
        if (!labels.has('input')) labels.set('input', definition);
        labels.set(statement.name.text, definition);
        return;
      case 'repeat':
        this.expressions.value(statement.count, scope);
        return this.lines(statement.body, { ...place, labels: new Labels(labels) });
      case 'layer':
        if (statement.output?.weight) this.expressions.value(statement.output.weight, scope);
        this.operation(statement.call, scope);
        this.inputs(statement, place, scope);
        break;
      case 'branch':
        this.expressions.word(statement.call.name, ['branch']);
        this.expressions.arguments(statement.call, ['branch'], scope);
        this.inputs(statement, place, scope);
        for (const branch of statement.branches) this.lines(branch, place);
        break;
    }
    if (definition && !definition.isUnnamed) labels.set(definition.name, definition);
  }

  /** What a line reads and what it applies. */
  private inputs(
    { from = [], activations }: LayerStatement | BranchStatement,
    place: Place,
    scope: ExpressionScope,
  ): void {
    for (const name of from) this.layer(name, place);
    for (const call of activations) this.activation(call, scope);
  }

  private operation(call: Call, scope: ExpressionScope): void {
    const block = this.blocks(call.name.text);
    if (block) {
      this.found.refer(call.name.location, block.definition);
      for (const { name, value } of call.arguments) {
        const parameter = name && block.parameters.get(name.text);
        if (parameter) this.found.refer(name.location, parameter);
        this.expressions.value(value, scope);
      }
    } else if (this.isLayer(call.name)) {
      this.expressions.word(call.name, layerKinds);
      this.expressions.arguments(call, layerKinds, scope);
    } else this.activation(call, scope);
  }

  private activation(call: Call, scope: ExpressionScope): void {
    this.expressions.wordOrValue(call.name, ['activation'], scope);
    this.expressions.arguments(call, ['activation'], scope);
  }

  private isLayer = ({ text }: Name): boolean =>
    layerKinds.some((kind) => this.vocabulary.find(kind, text));

  private scopeAt = (place: Place): ExpressionScope => ({
    values: place.chain.values,
    layer: (name) => this.layer(name, place),
  });

  /** A label above, or the id of a layer. */
  private layer(name: Name, { chain, labels }: Place): void {
    const label = labels.get(name.text);
    if (label) this.found.refer(name.location, label);
    else if (!labels.has(name.text)) this.id([name], chain);
  }
}

/** The kinds of words that make a layer. */
export const layerKinds = ['layer', 'branch'];

const inputsIn = (statements: readonly ChainStatement[]) =>
  statements.filter((statement) => statement.kind === 'input');

/** Calls of blocks in a chain. */
export function callsIn(statements: readonly ChainStatement[]): Call[] {
  return statements.flatMap((statement) => {
    switch (statement.kind) {
      case 'input':
        return [];
      case 'layer':
        return [statement.call];
      case 'branch':
        return statement.branches.flatMap(callsIn);
      case 'repeat':
        return callsIn(statement.body);
    }
  });
}

/** The definition a line makes: a label, an input, an output. */
export function madeBy(statement: ChainStatement, within: Definition): Definition | undefined {
  switch (statement.kind) {
    case 'repeat':
      return undefined;
    case 'input': {
      const { text, location } = statement.name;
      return { kind: 'input', name: text, location, within };
    }
    case 'branch':
    case 'layer': {
      const output = statement.kind === 'layer' ? statement.output : undefined;
      const name = statement.label ?? output?.name;
      if (name) return { kind: 'layer', name: name.text, location: name.location, within };
      if (!output) return undefined;
      const { cell, start } = statement.location;
      const location = { cell, start, end: start + 'output'.length };
      return { kind: 'layer', name: 'output', location, within, isUnnamed: true };
    }
  }
}

/** The parameters of a block as definitions; of several with one name the last counts. */
export const parametersOf = ({ parameters }: BlockDeclaration, within: Definition): Definition[] =>
  parameters.map(({ text, location }) => ({ kind: 'parameter', name: text, location, within }));
