import { quoted } from '../../src/language/literals';
import type { Entry, Parameter } from '../../src/language/vocabulary';
import { notebookVocabulary } from '../../src/program/vocabulary';
import type { Random } from '../../src/random/random';
import { pick } from './mutate';

/** Notebooks that follow the grammar and mean whatever they mean. */

const names = ['a', 'b', 'n', 'N', 'M', 'd', 'C1', 'unit', 'output', 'input', 'x', 'é'];
const numbers = ['0', '1', '2', '3', '10', '28', '0.5', '1e-3', '5e15', '4294967296', '-1'];
const outermost = 4;

const towers: readonly ((i: number) => string)[] = [
  (i) => `let t${i} = t${i + 1} + 1`,
  (i) => `let w${i} = warmup(1, then: w${i + 1})`,
  (i) => `let early = early(${i}); let act${i} = [relu, act${i + 1}, leaky_relu(act${i})]`,
  (i) => `let n = 2; let n${i + 1} = [n${i}, n${i}]`,
  (i) => `block unit${i || ''} { unit${i + 1}; unit${i + 1} }`,
  (i) =>
    i === 0
      ? 'network N1 { input x[4]; output: dense(2) }'
      : `export N${i} to "m${i}.onnx"; network N${i + 1} from "m${i}.onnx"`,
  (i) => `network N${i} { input x[4]; repeat 3000 { dense(4) }; output: dense(2) }`,
];

export class Generator {
  constructor(private readonly random: Random) {}

  /** The code cells of a notebook. */
  cells(): string[] {
    return this.several(4, () => this.several(4, () => this.statement()).join('\n'));
  }

  private statement(): string {
    const name = this.name();
    switch (this.random.integer(9)) {
      case 8:
        return this.chainOf(pick(this.random, towers));
      case 0:
        return `let ${name} = ${this.expression(0)}`;
      case 1:
        return `data ${name} {\n${this.settings()}\n}`;
      case 2:
        return `block ${name}(${this.several(3, () => this.name()).join(', ')}) {\n${this.chain(0)}\n}`;
      case 3:
        return `train ${name} on ${this.name()} {\n${this.settings()}\n}`;
      case 4:
        return `inspect ${name} {\n${this.settings()}\nfeatures ${this.name()} on ${this.name()}.test[${this.expression(2)}]\n}`;
      case 5:
        return pick(this.random, [
          `export ${name} to "m.onnx"`,
          `find rate of ${name}`,
          `export ${name} to "m.onnx"\nnetwork ${this.name()} from "m.onnx" {\n${this.chain(0)}\n}`,
        ]);
      default: {
        const shape = this.several(3, () => this.expression(3)).join(', ');
        return `network ${name} {\ninput x[${shape}]\n${this.chain(0)}\noutput: ${this.layer(0)} softmax\n}`;
      }
    }
  }

  /** Definitions that use one another, in one order or the other. */
  private chainOf(line: (i: number) => string): string {
    const lines = Array.from({ length: this.random.integer(200) }, (_, i) => line(i));
    return (this.random.integer(2) === 0 ? lines : lines.reverse()).join('\n');
  }

  private settings(): string {
    const entries = notebookVocabulary.entries('setting');
    return this.several(5, () => {
      const { name, example, parameters } = pick(this.random, entries);
      if (this.random.integer(2) === 0) return example;
      const values = Object.values<Parameter<unknown>>(parameters).map((each) => this.value(each));
      return `${name} ${values.join(' ')}`;
    }).join('\n');
  }

  private chain(depth: number): string {
    return this.several(5, () => this.line(depth)).join('\n');
  }

  private line(depth: number): string {
    const inner = depth < outermost;
    const label = this.random.integer(3) === 0 ? `${this.name()}: ` : '';
    const from = this.random.integer(6) === 0 ? ` from ${this.name()}` : '';
    switch (this.random.integer(8)) {
      case 0:
        if (inner) return `repeat ${this.expression(3)} {\n${this.chain(depth + 1)}\n}`;
        break;
      case 1:
        if (inner) {
          const branches = this.several(3, () => `{ ${this.chain(depth + 1)} }`).join('\n');
          const word = pick(this.random, notebookVocabulary.entries('branch')).name;
          return `${label}${word} {\n${branches}\n}${from}`;
        }
        break;
      case 2:
        return `${label}${this.name()}(${this.several(3, () => this.expression(1)).join(', ')})`;
      default:
    }
    const activations = this.several(2, () => this.call('activation', 0));
    return `${label}${this.layer(depth)} ${activations.join(' ')}${from}`;
  }

  private layer = (depth: number): string =>
    this.random.integer(4) === 0
      ? pick(this.random, notebookVocabulary.entries('layer')).example.replace(/^\w+: /, '')
      : this.call('layer', depth);

  private call(kind: Entry['kind'], depth: number): string {
    const { name, parameters } = pick(this.random, notebookVocabulary.entries(kind));
    const given = Object.entries<Parameter<unknown>>(parameters)
      .filter(([, { required }]) => required || this.random.integer(4) === 0)
      .map(([key, parameter]) => `${key}: ${this.value(parameter, depth)}`);
    return given.length > 0 ? `${name}(${given.join(', ')})` : name;
  }

  private value({ type, choices, entryKind }: Parameter<unknown>, depth = 0): string {
    if (this.random.integer(12) === 0) return this.expression(depth);
    switch (type) {
      case 'entry':
        return entryKind && depth < outermost ? this.call(entryKind, depth + 1) : this.name();
      case 'word':
        return choices ? pick(this.random, choices) : this.name();
      case 'boolean':
        return pick(this.random, ['true', 'false']);
      case 'string':
        return quoted(pick(this.random, ['file.csv', 'a\\b"c', '', '../x']));
      case 'strings':
        return pick(this.random, ['"a"', '["a", "b"]', '[]']);
      case 'table':
        return `[${this.several(3, () => this.list()).join(', ')}]`;
      case 'integers':
      case 'numbers':
        return this.list();
      case 'pair':
        return pick(this.random, ['2', '[2, 3]', pick(this.random, choices ?? ['3'])]);
      case 'integer':
      case 'number':
        return pick(this.random, numbers);
    }
  }

  private list = (): string => `[${this.several(4, () => pick(this.random, numbers)).join(', ')}]`;

  private expression(depth: number): string {
    if (depth >= outermost) return pick(this.random, numbers);
    const inner = () => this.expression(depth + 1);
    switch (this.random.integer(9)) {
      case 0:
        return `${inner()} ${pick(this.random, ['+', '-', '*', '/', '^'])} ${inner()}`;
      case 1:
        return `[${this.several(4, inner).join(', ')}]`;
      case 2:
        return `${inner()}..${inner()}`;
      case 3:
        return `-(${inner()})`;
      case 4:
        return `${this.name()}[${inner()}]`;
      case 5:
        return quoted(this.name());
      case 6:
        return this.name();
      default:
        return pick(this.random, numbers);
    }
  }

  private name = (): string => pick(this.random, names);

  private several<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.random.integer(most + 1) }, make);
  }
}
