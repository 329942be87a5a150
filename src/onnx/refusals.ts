import { unreadable } from './conversions';
import { ModelError, placesText, type Unsupported } from './modelError';
import type { GraphProto, NodeProto } from './onnx_pb';
import { nodeName } from './readNode';

/** Nodes that ask for what is not supported: all of them are found before they are told. */
export class Refusals {
  private readonly errors: ModelError[] = [];
  /** Tensors nothing computes because of them. */
  private readonly lost = new Set<string>();

  concern({ input, output }: NodeProto): boolean {
    if (!input.some((name) => this.lost.has(name))) return false;
    output.forEach((name) => this.lost.add(name));
    return true;
  }

  collect<T>({ output }: NodeProto, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ModelError) || error.code !== 'unsupportedOperators') throw error;
      this.errors.push(error);
      output.forEach((name) => this.lost.add(name));
      return undefined;
    }
  }

  raise(): void {
    if (this.errors.length === 0) return;
    const text = this.errors.map(({ message }) => message).join('; ');
    const found = this.errors.flatMap(({ unsupported }) => unsupported);
    throw new ModelError('unsupportedOperators', text, found);
  }
}

/** Whether a domain is the one of ONNX's own operators. */
export const isStandard = (domain: string): boolean => domain === '' || domain === 'ai.onnx';

/** Throws with all operators that are unknown, or known only in a later form, and where they are. */
export function expectKnown({ node: all }: GraphProto, modelOpset: number): void {
  const missing = new Map<string, Unsupported>();
  for (const node of all) {
    const { opType: operator, domain } = node;
    const problem = isStandard(domain) ? unreadable(operator, modelOpset) : `${domain}.${operator}`;
    if (problem === undefined) continue;
    const nodes = [...(missing.get(problem)?.nodes ?? []), nodeName(node)];
    missing.set(problem, { operator, problem, nodes });
  }
  if (missing.size === 0) return;
  const found = [...missing.values()];
  const list = found.map(({ problem, nodes }) => `${problem}${placesText(nodes)}`).join(', ');
  throw new ModelError('unsupportedOperators', `operators that are not supported: ${list}`, found);
}
