import { bindArguments } from '../../language/bind';
import { evaluateNumber, type ValueScope } from '../../language/evaluate';
import { unknownWord } from '../../language/nearest';
import { LanguageError, type Diagnostic, type Location } from '../../language/source';
import type {
  BranchStatement,
  Call,
  ChainStatement,
  Expression,
  InputStatement,
  LayerStatement,
  Name,
  RepeatStatement,
} from '../../language/syntax';
import type { ArgumentValue, Entry } from '../../language/vocabulary';
import type { LayerEntry } from '../entries';
import { identity } from '../layers/identity';
import type { Layer, Network } from '../network';
import { elements, formatShape } from '../shapes';
import { blockVariables, expectNoRecursion } from './block';
import { labelOf, type Ids } from './ids';
import { chainTo, inferLayer, maximumElements } from './layer';
import { failed, findLabel, visibleLabels, type Above, type Scope } from './scope';
import { findActivation, findBranch, findOperation, type Words } from './words';

export interface ChainContext extends Words {
  readonly lets: ValueScope;
}

/** Layers, and uses of blocks, in a network: a repeat gone wrong ends before memory does. */
const mostLayers = 10_000;

/** What a layer statement and a branch statement have in common. */
interface Site {
  readonly id: string;
  readonly labelled: boolean;
  readonly statement: LayerStatement | BranchStatement;
  readonly scope: Scope;
}

/** Turns chains of statements into layers. Mistakes are collected; what depends on one is not reported again. */
export class ChainResolver {
  readonly layers = new Map<string, Layer>();
  readonly diagnostics: Diagnostic[] = [];
  input: Network['input'] | undefined;
  private readonly reported = new Set<string>();
  private instances = 0;

  constructor(
    private readonly context: ChainContext,
    private readonly ids: Ids,
  ) {}

  /** Resolves statements one after the other; gives what the last one leaves for the next. */
  chain(statements: readonly ChainStatement[], above: Above, scope: Scope): Above {
    let current = above;
    for (const statement of statements) {
      try {
        current = this.statement(statement, current, scope);
      } catch (error) {
        if (!(error instanceof LanguageError)) throw error;
        this.report(error);
        if (!(statement.kind === 'layer' && statement.output)) current = failed;
      }
    }
    return current;
  }

  /** Keeps a mistake once, however often its block or repeat is instantiated. */
  report(error: LanguageError): void {
    const { cell, start, end } = error.location;
    const key = `${error.code} ${cell} ${start} ${end}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.diagnostics.push(error.toDiagnostic());
  }

  private statement(statement: ChainStatement, above: Above, scope: Scope): Above {
    switch (statement.kind) {
      case 'input':
        return this.inputStatement(statement, scope);
      case 'layer':
        return this.layerStatement(statement, above, scope);
      case 'branch':
        return this.branchStatement(statement, above, scope);
      case 'repeat':
        return this.repeatStatement(statement, above, scope);
    }
  }

  private inputStatement(statement: InputStatement, scope: Scope): Above {
    const { name, location } = statement;
    if (this.input || scope.blocks.length > 0) {
      throw new LanguageError(
        'duplicate-input',
        this.input
          ? `the network already has the input \`${this.input.name}\`; a network has one`
          : 'a block has no input of its own; it reads the layer above the line that uses it',
        location,
      );
    }
    const shape = statement.shape.map((length) => this.count(length, scope, 'a length'));
    this.input = { name: name.text, shape, location };
    const source = { id: 'input', shape };
    scope.labels.set('input', source).set(name.text, source);
    if (shape.length === 0 || elements(shape) > maximumElements) {
      const problem = shape.length === 0 ? 'no axes' : 'too many numbers';
      throw new LanguageError(
        'bad-input-shape',
        `the input ${formatShape(shape)} has ${problem}; write \`input image[channels, height, width]\` or \`input x[features]\``,
        location,
      );
    }
    return source;
  }

  private layerStatement(statement: LayerStatement, above: Above, scope: Scope): Above {
    const { call, output } = statement;
    const name = labelOf(statement) ?? (output && { text: 'output', location: call.location });
    const site = this.site(statement, name, call.name.text, scope);
    try {
      const operation = findOperation(call, this.context);
      if (operation.kind === 'block') {
        return this.instance(site, operation.declaration, above);
      }
      if (operation.kind === 'layer') {
        const values = this.bind(operation.entry, call, scope);
        return this.finish(
          site,
          operation.entry,
          values,
          this.sources(statement, above, scope),
          above,
        );
      }
      const { entry } = operation;
      const named: LayerEntry = { ...identity, name: entry.name };
      const first = { entry, call: { name: entry.name, arguments: this.bind(entry, call, scope) } };
      return this.finish(site, named, {}, this.sources(statement, above, scope), above, [first]);
    } catch (error) {
      this.fail(name, scope);
      throw error;
    }
  }

  private branchStatement(statement: BranchStatement, above: Above, scope: Scope): Above {
    const { call, branches, label } = statement;
    const site = this.site(statement, label, call.name.text, scope);
    try {
      const entry = findBranch(call.name, this.context);
      const values = this.bind(entry, call, scope);
      const sources = this.sources(statement, above, scope);
      if (sources.length !== 1) {
        const message = `branches start from one layer, not from ${sources.length}`;
        throw new LanguageError('several-sources', message, statement.location);
      }
      const inner = { ...scope, groups: [...scope.groups, site.id] };
      const ends = branches.map((branch) => this.chain(branch, sources[0], inner));
      return this.finish(site, entry, values, ends, above);
    } catch (error) {
      this.fail(label, scope);
      throw error;
    }
  }

  private repeatStatement(statement: RepeatStatement, above: Above, scope: Scope): Above {
    const turns = this.count(statement.count, scope, 'the number of repetitions');
    this.expectRoom(turns, statement.count.location);
    const group = this.ids.next(scope.prefix, 'repeat');
    let current = above;
    for (let turn = 1; turn <= turns; turn++) {
      const inner: Scope = {
        ...scope,
        suffix: `${scope.suffix}_${turn}`,
        groups: [...scope.groups, group],
        labels: new Map(),
        outer: scope,
      };
      current = this.chain(statement.body, current, inner);
      if (current === failed || statement.body.length === 0) break;
    }
    return current;
  }

  /** A block's body in place of the line that uses it. */
  private instance(
    { id, labelled, statement, scope }: Site,
    block: Parameters<typeof blockVariables>[0],
    above: Above,
  ): Above {
    expectNoRecursion(block, scope.blocks, statement.call);
    this.expectRoom(this.instances++, statement.location);
    const variables = blockVariables(block, statement.call, scope.variables, this.context.lets);
    const [source, ...more] = this.sources(statement, above, scope);
    if (more.length > 0) {
      const message = `a block reads one layer, not ${more.length + 1}`;
      throw new LanguageError('several-sources', message, statement.location);
    }
    const inner: Scope = {
      prefix: `${id}.`,
      suffix: '',
      groups: [...scope.groups, id],
      blocks: [...scope.blocks, block.name.text],
      variables,
      labels: new Map(source ? [['input', source]] : []),
    };
    const end = this.chain(block.body, source, inner);
    const isHead = statement.kind === 'layer' && statement.output !== undefined;
    const site = { id, labelled, statement, scope };
    if (isHead || statement.activations.length > 0) {
      return this.finish(site, identity, {}, [end], above);
    }
    if (labelled && end) scope.labels.set(statement.label!.text, end);
    return end;
  }

  /** Makes the layer and registers its label; gives what the next statement reads. */
  private finish(
    { id, labelled, statement, scope }: Site,
    entry: LayerEntry,
    values: Readonly<Record<string, ArgumentValue>>,
    sources: readonly Above[],
    above: Above,
    before: Layer['activations'] = [],
  ): Above {
    const activations = [...before, ...this.activations(statement.activations, scope)];
    const head = statement.kind === 'layer' ? statement.output : undefined;
    const label = statement.kind === 'layer' ? labelOf(statement) : statement.label;
    const weight = head?.weight ? evaluateNumber(head.weight, scope.variables) : 1;
    if (head?.weight && !(weight > 0)) {
      const message = `the weight of a head must be above 0, found \`${weight}\``;
      throw new LanguageError('out-of-range', message, head.weight.location);
    }
    const inputs = sources.filter((source) => source !== failed && source !== undefined);
    if (inputs.length < sources.length) {
      this.fail(label, scope);
      if (sources.includes(failed)) return head ? above : failed;
      throw this.nothingAbove(statement.call);
    }
    this.expectRoom(this.layers.size, statement.location);
    const layer = inferLayer(
      {
        id,
        labelled,
        entry,
        arguments: values,
        activations,
        inputs: inputs.map((input) => input.id),
        inputShapes: inputs.map((input) => input.shape),
        ...(head && { output: { name: id, weight } }),
        groups: scope.groups,
        location: statement.location,
      },
      {
        location: statement.call.location,
        chain: (source) => chainTo(source, this.layers, this.input),
      },
    );
    this.layers.set(id, layer);
    const source = { id, shape: layer.shape };
    if (label) scope.labels.set(label.text, source);
    return head ? above : source;
  }

  /** The id a statement's layer gets; throws `duplicate-label`. */
  private site(
    statement: LayerStatement | BranchStatement,
    label: Name | undefined,
    operator: string,
    scope: Scope,
  ): Site {
    const labelled = label !== undefined;
    const id = label
      ? `${scope.prefix}${label.text}${scope.suffix}`
      : this.ids.next(scope.prefix, operator);
    if (label && !this.ids.claim(id)) {
      const isUnnamedHead = statement.kind === 'layer' && statement.output && !labelOf(statement);
      const message = isUnnamedHead
        ? 'a second `output` needs a name: `output NAME: …`'
        : `the name \`${label.text}\` is taken by another layer or the input`;
      throw new LanguageError('duplicate-label', message, label.location);
    }
    return { id, labelled, statement, scope };
  }

  private sources(
    { from, call }: LayerStatement | BranchStatement,
    above: Above,
    scope: Scope,
  ): readonly Above[] {
    if (from) return from.map((name) => this.labelled(name, scope));
    if (!above) throw this.nothingAbove(call);
    return [above];
  }

  private labelled(name: Name, scope: Scope): Above {
    const source = findLabel(scope, name.text);
    if (source) return source;
    const layer = this.layers.get(`${scope.prefix}${name.text}`);
    if (layer) return layer;
    const error = unknownWord('label', name, visibleLabels(scope));
    const hint = `${error.message}; \`from\` names a layer above this line`;
    throw new LanguageError(error.code, hint, error.location, error.fix);
  }

  private nothingAbove(call: Call): LanguageError {
    return new LanguageError(
      'no-input',
      `there is nothing above \`${call.name.text}\` to read; start with \`input image[1, 28, 28]\``,
      call.location,
    );
  }

  private activations(calls: readonly Call[], scope: Scope): Layer['activations'] {
    return calls.map((call) => {
      const entry = findActivation(call.name, this.context);
      return { entry, call: { name: entry.name, arguments: this.bind(entry, call, scope) } };
    });
  }

  /** Bound arguments; reports all mistakes but the last, which it throws. */
  private bind(entry: Entry, call: Call, scope: Scope): Record<string, ArgumentValue> {
    const { values, errors } = bindArguments(entry, call, scope.variables, this.context.vocabulary);
    if (values) return values;
    errors.slice(0, -1).forEach((error) => this.report(error));
    throw errors.at(-1)!;
  }

  private expectRoom(count: number, location: Location): void {
    if (count < mostLayers) return;
    const message = `the network would have more than ${mostLayers.toLocaleString('en')} layers`;
    throw new LanguageError('too-large', message, location);
  }

  private count(expression: Expression, scope: Scope, what: string): number {
    const value = evaluateNumber(expression, scope.variables);
    if (Number.isSafeInteger(value) && value >= 1) return value;
    const message = `${what} must be a whole number of at least 1, found \`${value}\``;
    throw new LanguageError('out-of-range', message, expression.location);
  }

  /** Lets later lines use a label whose layer could not be made, without a second message. */
  private fail(label: { text: string; location: Location } | undefined, scope: Scope): void {
    if (label && !scope.labels.has(label.text)) scope.labels.set(label.text, failed);
  }
}
