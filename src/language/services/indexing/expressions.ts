import { wordOf } from '../../convert';
import type { Call, Expression, Name } from '../../syntax';
import {
  type Entry,
  type EntryKind,
  type Parameter,
  parameterNamed,
  type Vocabulary,
} from '../../vocabulary';
import type { Findings } from './definition';
import type { HeldValues, ValueNames } from './values';

/** The names around an expression. */
export interface ExpressionScope {
  readonly values: ValueNames;
  /** Takes up the name of a layer, where there are any. */
  readonly layer?: (name: Name) => void;
}

/** Finds out what the names in expressions refer to, by the rules by which they are evaluated and bound. */
export class ExpressionNames {
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly held: HeldValues,
    private readonly found: Findings,
  ) {}

  /** An expression that is evaluated. */
  value(expression: Expression, scope: ExpressionScope): void {
    switch (expression.kind) {
      case 'number':
      case 'string':
      case 'boolean':
        return;
      case 'list':
        return expression.items.forEach((item) => this.value(item, scope));
      case 'range':
        this.value(expression.from, scope);
        return this.value(expression.to, scope);
      case 'negate':
        return this.value(expression.operand, scope);
      case 'arithmetic':
        this.value(expression.first, scope);
        return expression.rest.forEach(({ operand }) => this.value(operand, scope));
      case 'reference': {
        const [name, ...members] = expression.path;
        const definition = scope.values.find(name.text);
        if (definition) this.found.refer(name.location, definition);
        else if (members.length === 0) this.word(name, this.vocabulary.valueKinds);
        if (expression.index) this.value(expression.index, scope);
        return;
      }
      case 'call':
        this.word(expression.name, this.vocabulary.valueKinds);
        return this.arguments(expression, this.vocabulary.valueKinds, scope);
    }
  }

  /** An expression that is given for a parameter. */
  argument(
    expression: Expression,
    parameter: Parameter<unknown> | undefined,
    scope: ExpressionScope,
  ): void {
    const { type, entryKind, choices, names } = parameter ?? {};
    if (type === 'entry' && entryKind !== undefined) {
      if (expression.kind === 'call') {
        this.word(expression.name, [entryKind]);
        return this.arguments(expression, [entryKind], scope);
      }
      const name = wordOf(expression);
      if (name) return this.wordOrValue(name, [entryKind], scope);
    }
    const word = wordOf(expression);
    if (word && choices?.includes(word.text)) return this.found.word(word.location, 'choice');
    if (word && type === 'word' && !choices)
      return names === 'layer' ? scope.layer?.(word) : undefined;
    if (expression.kind === 'string' && (names === 'file' || names === 'folder')) {
      const { location, value } = expression;
      this.found.files.push({ location, name: value, kind: names });
    }
    this.value(expression, scope);
  }

  /** The arguments of a call of an entry of one of these kinds. */
  arguments(
    { name, arguments: given }: Call,
    kinds: readonly EntryKind[],
    scope: ExpressionScope,
  ): void {
    const entries = kinds.flatMap((kind) => this.vocabulary.find(kind, name.text) ?? []);
    const positions = entries.map(({ parameters }) => Object.keys(parameters));
    let position = 0;
    for (const { name: label, value } of given) {
      const at = label ? -1 : position++;
      const parameters = entries.flatMap(
        (entry, i) => parameterOf(entry, label, positions[i][at]) ?? [],
      );
      if (label) this.found.word(label.location, 'argument');
      this.argument(value, parameters[0], scope);
    }
  }

  /** A name that stands for a word of one of these kinds: the word itself, or what holds one. */
  wordOrValue(name: Name, kinds: readonly EntryKind[], { values }: ExpressionScope): void {
    const definition = this.held.meantBy(name.text, kinds, values);
    if (definition) this.found.refer(name.location, definition);
    else this.word(name, kinds);
  }

  /** A word of the vocabulary, if it is one. */
  word(name: Name, kinds: readonly EntryKind[]): void {
    const kind = kinds.find((one) => this.vocabulary.find(one, name.text));
    if (kind !== undefined) this.found.word(name.location, kind);
  }
}

function parameterOf(
  entry: Entry,
  label: Name | undefined,
  position: string | undefined,
): Parameter<unknown> | undefined {
  const name = label ? parameterNamed(entry, label.text) : position;
  return name === undefined ? undefined : entry.parameters[name];
}
