import { bindArguments } from '../../language/bind';
import { evaluateNumber, type ValueScope } from '../../language/evaluate';
import { Budget, limits, tooDeep } from '../../language/limits';
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
} from '../../language/syntax';
import type { BoundValues, Entry } from '../../language/vocabulary';
import type { LayerEntry } from '../entries';
import type { Layer, Network } from '../network';
import { labelOf, type Ids } from './ids';
import { chainTo, inferLayer } from './layer';
import { failed, findLabel, visibleLabels, type Above, type Scope } from './scope';
import { sharing } from './share';
import { findActivation, type Words, type WrittenActivation } from './words';

export interface ChainContext extends Words {
  readonly lets: ValueScope;
}

/** What a layer statement and a branch statement have in common. */
export interface Site {
  readonly id: string;
  readonly labelled: boolean;
  readonly statement: LayerStatement | BranchStatement;
  readonly scope: Scope;
}

/** A network while its text is read: the layers so far, and what is wrong with the text. */
export class NetworkDraft {
  readonly layers = new Map<string, Layer>();
  readonly diagnostics: Diagnostic[] = [];
  input: Network['input'] | undefined;
  /** What the `input` lines of a network with several of them stand for. */
  readonly parts = new Map<InputStatement, Layer | typeof failed>();
  /** Where the statements stand that `groups` of layers name. */
  readonly sites = new Map<string, Location>();
  /** A block in use has lines that could not be read. */
  incomplete = false;
  private readonly reported = new Set<string>();
  private readonly budget: Budget;

  constructor(
    readonly context: ChainContext,
    readonly ids: Ids,
  ) {
    this.budget = context.lets.budget ?? new Budget();
  }

  /** Keeps a mistake once, however often its block or repeat is instantiated. */
  report(error: LanguageError): void {
    const { cell, start, end } = error.location;
    const key = `${error.code} ${cell} ${start} ${end}`;
    if (this.reported.has(key)) return this.budget.spend('repeated', 1, error.location);
    this.reported.add(key);
    this.diagnostics.push(error.toDiagnostic());
  }

  /** The value of `compute`, or undefined with its mistake reported. */
  attempt<T>(compute: () => T): T | undefined {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      this.report(error);
      return undefined;
    }
  }

  /** The id a statement's layer gets; throws `duplicate-label`. */
  site(
    statement: LayerStatement | BranchStatement,
    label: Name | undefined,
    operator: string,
    scope: Scope,
  ): Site {
    const labelled = label !== undefined;
    const id = label
      ? `${scope.prefix}${label.text}${scope.suffix}`
      : this.ids.next(scope.prefix, operator);
    this.budget.spend('characters', id.length, statement.location);
    if (label && !this.ids.claim(id)) {
      const isUnnamedHead = statement.kind === 'layer' && statement.output && !labelOf(statement);
      const message = isUnnamedHead
        ? 'a second `output` needs a name: `output NAME: …`'
        : `the name \`${label.text}\` is taken by another layer or the input`;
      throw new LanguageError('duplicate-label', message, label.location);
    }
    this.sites.set(id, statement.location);
    return { id, labelled, statement, scope };
  }

  sources(
    { from, call }: LayerStatement | BranchStatement,
    above: Above,
    scope: Scope,
  ): readonly Above[] {
    if (from) return from.map((name) => this.labelled(name, scope));
    if (!above) throw this.nothingAbove(call);
    return [above];
  }

  /** Makes the layer and registers its label; gives what the next statement reads. */
  finish(
    { id, labelled, statement, scope }: Site,
    entry: LayerEntry,
    values: BoundValues,
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
    const inferred = inferLayer(
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
    const layer = sharing(inferred, statement.call, scope, this.layers);
    if (!layer) {
      this.fail(label, scope);
      return head ? above : failed;
    }
    this.layers.set(id, layer);
    const source = { id, shape: layer.shape };
    if (label) scope.labels.set(label.text, source);
    return head ? above : source;
  }

  /** Lets later lines use a label whose layer could not be made, without a second message. */
  fail(label: { text: string; location: Location } | undefined, scope: Scope): void {
    if (label && !scope.labels.has(label.text)) scope.labels.set(label.text, failed);
  }

  /** Bound arguments; reports all mistakes but the last, which it throws. */
  bind(entry: Entry, call: Omit<Call, 'kind'>, variables: ValueScope): BoundValues {
    const { values, errors } = bindArguments(entry, call, variables, this.context.vocabulary);
    if (values) return values;
    errors.slice(0, -1).forEach((error) => this.report(error));
    throw errors.at(-1)!;
  }

  activation({ entry, call, variables }: WrittenActivation): Layer['activations'][number] {
    return { entry, call: { name: entry.name, arguments: this.bind(entry, call, variables) } };
  }

  count(expression: Expression, scope: Scope, what: string): number {
    const value = evaluateNumber(expression, scope.variables);
    if (Number.isSafeInteger(value) && value >= 1) return value;
    const message = `${what} must be a whole number of at least 1, found \`${value}\``;
    throw new LanguageError('out-of-range', message, expression.location);
  }

  /** Counts a statement each time it is read, with what it reads and applies. */
  pay(statement: ChainStatement): void {
    const { location } = statement;
    this.budget.spend('layers', 1, location);
    if (statement.kind === 'input' || statement.kind === 'repeat') return;
    const { from = [], activations } = statement;
    const branches = statement.kind === 'branch' ? statement.branches.length : 0;
    this.budget.spend('values', from.length + activations.length + branches, location);
  }

  /** Counts the nodes of a model from a file. */
  payNodes(count: number, location: Location): void {
    this.budget.spend('layers', count, location);
  }

  /** So many layers will follow at least. */
  expectRoom(count: number, location: Location): void {
    this.budget.expect('layers', count, location);
  }

  /** Throws where blocks, branches and repeats stand too deep within one another. */
  expectDepth({ groups }: Scope, location: Location): void {
    if (groups.length >= limits.depth) throw new LanguageError('too-deep', tooDeep, location);
  }

  private nothingAbove(call: Call): LanguageError {
    return new LanguageError(
      'no-input',
      `there is nothing above \`${call.name.text}\` to read; start with \`input image[1, 28, 28]\``,
      call.location,
    );
  }

  private labelled(name: Name, scope: Scope): Above {
    const source = findLabel(scope, name.text);
    if (source) return source;
    const layer = this.layers.get(`${scope.prefix}${name.text}`);
    if (layer) return layer;
    const error = unknownWord('label', name, visibleLabels(scope));
    const message = `\`from\` must name a layer above this line: ${error.message}`;
    throw new LanguageError(error.code, message, error.location, error.fix);
  }

  private activations(calls: readonly Call[], scope: Scope): Layer['activations'] {
    return calls.map((call) =>
      this.activation(findActivation(call, this.context, scope.variables)),
    );
  }
}
