import { normalize } from 'node:path';
import { quoted } from '../language/literals';
import type { Location } from '../language/source';
import type { ActionStatement, FileName, NetworkDeclaration } from '../language/syntax';
import type { Definitions } from './definitions';
import { exportVerb } from './verbs/export';

/** Gives the same text for two names of one file. */
export type FileIdentity = (file: string) => string;

type Imported = NetworkDeclaration & { readonly from: FileName };

/**
 * Which `export` writes the file that a network is from. One counts that stands above the network, the last one of several;
 * not one of this very network, or of one that is from it: what is in its file comes from elsewhere.
 */
export class Exports {
  private readonly writers = new Map<string, ActionStatement[]>();
  private readonly identities = new Map<string, string>();
  private readonly circular: ReadonlySet<NetworkDeclaration>;

  constructor(
    private readonly definitions: Definitions,
    private readonly identity: FileIdentity = normalize,
  ) {
    const isNeeded = [...definitions.networks.values()].some(isImported);
    for (const statement of isNeeded ? definitions.actions : []) {
      const file = targetOf(statement);
      if (file === undefined || !definitions.networks.has(statement.subject.text)) continue;
      const key = this.identityOf(file);
      const known = this.writers.get(key);
      if (known) known.push(statement);
      else this.writers.set(key, [statement]);
    }
    this.circular = this.circles();
  }

  above(network: Imported): ActionStatement | undefined {
    return this.circular.has(network) ? undefined : this.lastAbove(network);
  }

  /** One that would count if it stood above. */
  below(network: Imported): ActionStatement | undefined {
    return this.writersOf(network).find(
      (statement) =>
        isBefore(network.location, statement.location) &&
        !this.origins(this.exported(statement)).includes(network),
    );
  }

  /** All networks, each after the one that its file is exported from. */
  order(): readonly NetworkDeclaration[] {
    const found = new Set<NetworkDeclaration>();
    for (const network of this.definitions.networks.values())
      for (const one of this.origins(network, found).toReversed()) found.add(one);
    return [...found];
  }

  /** A network and those that it is made of through exports, up to a circle or one of `known`. */
  private origins(
    network: NetworkDeclaration | undefined,
    known: ReadonlySet<NetworkDeclaration> = new Set(),
  ): readonly NetworkDeclaration[] {
    const found = new Set<NetworkDeclaration>();
    for (let one = network; one && !known.has(one) && !found.has(one); one = this.origin(one))
      found.add(one);
    return [...found];
  }

  private origin(network: NetworkDeclaration): NetworkDeclaration | undefined {
    return this.circular.has(network) ? undefined : this.nearest(network);
  }

  /** The network whose export is the last one above, be it in a circle or not. */
  private nearest(network: NetworkDeclaration): NetworkDeclaration | undefined {
    const statement = isImported(network) ? this.lastAbove(network) : undefined;
    return statement && this.exported(statement);
  }

  private circles(): ReadonlySet<NetworkDeclaration> {
    const found = new Set<NetworkDeclaration>();
    const seen = new Set<NetworkDeclaration>();
    for (const start of this.definitions.networks.values()) {
      const path: NetworkDeclaration[] = [];
      let one: NetworkDeclaration | undefined = start;
      for (; one && !seen.has(one); one = this.nearest(one)) {
        seen.add(one);
        path.push(one);
      }
      const first = one ? path.indexOf(one) : -1;
      if (first >= 0) path.slice(first).forEach((network) => found.add(network));
    }
    return found;
  }

  private lastAbove(network: Imported): ActionStatement | undefined {
    return this.writersOf(network).findLast(({ location }) => isBefore(location, network.location));
  }

  private writersOf({ from: { file } }: Imported): readonly ActionStatement[] {
    return this.writers.size === 0 ? [] : (this.writers.get(this.identityOf(file)) ?? []);
  }

  private exported({ subject }: ActionStatement): NetworkDeclaration | undefined {
    return this.definitions.networks.get(subject.text);
  }

  private identityOf(file: string): string {
    const identity = this.identities.get(file) ?? this.identity(file);
    this.identities.set(file, identity);
    return identity;
  }
}

export const isImported = (network: NetworkDeclaration): network is Imported =>
  network.from !== undefined;

/** The file that an `export` writes, as written. */
function targetOf({ verb, clauses }: ActionStatement): string | undefined {
  if (verb !== exportVerb.name) return undefined;
  const to = clauses.find(({ keyword }) => keyword.text === 'to')?.value;
  return to?.kind === 'string' ? to.value : undefined;
}

/** An `export` as it is written. */
export const exportText = (statement: ActionStatement): string =>
  `${statement.verb} ${statement.subject.text} to ${quoted(targetOf(statement) ?? '')}`;

export const isBefore = (a: Location, b: Location): boolean =>
  a.cell < b.cell || (a.cell === b.cell && a.start < b.start);
