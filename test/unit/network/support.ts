import assert from 'node:assert/strict';
import { evaluateLets } from '../../../src/language/lets';
import { parseCell } from '../../../src/language/parse';
import type { BlockDeclaration, LetDeclaration } from '../../../src/language/syntax';
import { vocabulary } from '../../../src/language/vocabulary';
import {
  activations,
  branches,
  initializers,
  layers,
  regularizers,
} from '../../../src/network/catalogue';
import type { Network } from '../../../src/network/network';
import { resolveNetwork, type ResolvedNetwork } from '../../../src/network/resolve/resolve';

const words = vocabulary([layers, branches, activations, initializers, regularizers]);

/** Resolves the first network of a cell; blocks and lets of the cell are visible in it. */
export function resolve(source: string): ResolvedNetwork {
  const { statements, diagnostics } = parseCell(source, 0, words);
  assert.deepEqual(diagnostics, [], 'the text parses');
  const declaration = statements.find((statement) => statement.kind === 'network');
  assert.ok(declaration, 'there is a network');
  const blocks = statements.filter((s): s is BlockDeclaration => s.kind === 'block');
  const lets = statements.filter((s): s is LetDeclaration => s.kind === 'let');
  return resolveNetwork(declaration, {
    vocabulary: words,
    blocks: new Map(blocks.map((block) => [block.name.text, block])),
    lets: evaluateLets(lets).scope,
  });
}

/** The network of a cell without mistakes. */
export function networkOf(source: string): Network {
  const { network, diagnostics } = resolve(source);
  assert.deepEqual(
    diagnostics.map(({ message }) => message),
    [],
  );
  assert.ok(network);
  return network;
}

/** A network of these lines under an input. */
export const chain = (input: string, ...lines: readonly string[]): string =>
  [`network Net {`, `input ${input}`, ...lines, `}`].join('\n');
