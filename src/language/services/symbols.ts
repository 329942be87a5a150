import type { Location } from '../source';
import type { ChainStatement, Name, Statement } from '../syntax';
import type { Names } from './tables';

/** Something a notebook defines, for the outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly kind: Exclude<Statement['kind'], 'action'> | 'action' | 'input' | 'layer' | 'parameter';
  readonly location: Location;
  readonly nameLocation: Location;
  readonly children: readonly DocumentSymbol[];
}

/** Declarations with the labels in them, and actions, in the order of the text. */
export function symbolsOf(statements: readonly Statement[]): DocumentSymbol[] {
  return statements.map((statement): DocumentSymbol => {
    const { kind, location } = statement;
    const of = (name: Name, children: readonly DocumentSymbol[] = []) => ({
      ...symbol(kind, name, location),
      children,
    });
    switch (kind) {
      case 'data':
      case 'let':
        return of(statement.name);
      case 'network':
        return of(statement.name, statement.body.flatMap(ofChain));
      case 'block':
        return of(statement.name, [
          ...statement.parameters.map((name) => symbol('parameter', name, name.location)),
          ...statement.body.flatMap(ofChain),
        ]);
      case 'action':
        return {
          ...of(statement.subject),
          name: `${statement.verb} ${statement.subject.text}`,
          nameLocation: statement.verbLocation,
        };
    }
  });
}

function ofChain(statement: ChainStatement): DocumentSymbol[] {
  const { kind, location } = statement;
  switch (kind) {
    case 'input':
      return [symbol('input', statement.name, location)];
    case 'layer': {
      const name = statement.label ?? statement.output?.name;
      return name ? [symbol('layer', name, location)] : [];
    }
    case 'branch': {
      const inside = statement.branches.flat().flatMap(ofChain);
      const { label } = statement;
      return label ? [{ ...symbol('layer', label, location), children: inside }] : inside;
    }
    case 'repeat':
      return statement.body.flatMap(ofChain);
  }
}

const symbol = (
  kind: DocumentSymbol['kind'],
  { text, location: nameLocation }: Name,
  location: Location,
): DocumentSymbol => ({ name: text, kind, location, nameLocation, children: [] });

/** What the statements of a notebook define, for completion. */
export function namesOf(statements: readonly Statement[]): Names {
  const symbols = symbolsOf(statements);
  const of = (kind: DocumentSymbol['kind'], among: readonly DocumentSymbol[] = symbols) =>
    among.filter((each) => each.kind === kind).map(({ name }) => name);
  return {
    networks: of('network'),
    data: of('data'),
    blocks: symbols
      .filter(({ kind }) => kind === 'block')
      .map(({ name, children }) => ({ name, parameters: of('parameter', children) })),
    labels: [...new Set(of('layer', flatten(symbols)))],
    layersOf: new Map(
      symbols
        .filter(({ kind }) => kind === 'network' || kind === 'block')
        .map(({ kind, name, children }) => [
          `${kind} ${name}`,
          flatten(children)
            .filter((each) => each.kind === 'input' || each.kind === 'layer')
            .map((each) => each.name),
        ]),
    ),
    lets: of('let'),
    values: new Map(
      statements
        .filter((statement) => statement.kind === 'let')
        .map(({ name, value }) => [name.text, value]),
    ),
  };
}

const flatten = (symbols: readonly DocumentSymbol[]): DocumentSymbol[] =>
  symbols.flatMap((each) => [each, ...flatten(each.children)]);
