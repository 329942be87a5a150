import { conversionOf, unreadable } from './conversions';
import { ModelError, placesText, type Unsupported } from './modelError';
import type { NodeProto } from './onnx_pb';
import { isStandard, nodeName, operatorOf } from './readNode';

/** Nodes that ask for what is not supported: all of them are found before they are told. */
export class Refusals {
  private readonly errors: ModelError[] = [];
  private readonly unknown: ReadonlyMap<NodeProto, Unsupported>;

  constructor(nodes: readonly NodeProto[], modelOpset: number) {
    this.unknown = unknownOperators(nodes, modelOpset);
  }

  /** Tensors nothing computes because of them. */
  private readonly lost = new Set<string>();

  /** A stored tensor that cannot be read, such as the names of classes: what is computed from it is lost. */
  leaveOut(name: string): void {
    this.lost.add(name);
  }

  isLost(name: string): boolean {
    return this.lost.has(name);
  }

  /** Whether nothing can be read of a node: its operator is unknown, or it needs what another one would have computed. */
  concern(node: NodeProto): boolean {
    const { input, output } = node;
    if (!this.unknown.has(node) && !input.some((name) => this.lost.has(name))) return false;
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
    const unknown = [...new Set(this.unknown.values())];
    if (this.errors.length === 0 && unknown.length === 0) return;
    const list = unknown.map(({ problem, nodes }) => `${problem}${placesText(nodes)}`).join(', ');
    const text = [
      ...(unknown.length > 0 ? [`operators that are not supported: ${list}`] : []),
      ...this.errors.map(({ message }) => message),
    ].join('; ');
    const found = this.errors.flatMap(({ unsupported }) => unsupported);
    throw new ModelError('unsupportedOperators', text, [...unknown, ...found]);
  }
}

/** The nodes whose operators are unknown, or known only in a later form; those that lack the same share an entry. */
function unknownOperators(
  all: readonly NodeProto[],
  modelOpset: number,
): ReadonlyMap<NodeProto, Unsupported> {
  const missing = new Map<string, Unsupported & { readonly nodes: string[] }>();
  const found = new Map<NodeProto, Unsupported>();
  for (const node of all) {
    const operator = operatorOf(node);
    const known = !isStandard(node.domain) && conversionOf(operator, modelOpset);
    const problem = known ? undefined : unreadable(operator, modelOpset);
    if (problem === undefined) continue;
    const entry = missing.get(problem) ?? { operator: node.opType, problem, nodes: [] };
    entry.nodes.push(nodeName(node));
    missing.set(problem, entry);
    found.set(node, entry);
  }
  return found;
}
