import { pathToFileURL } from 'node:url';
import {
  FoldingRangeKind,
  SemanticTokensBuilder,
  type Connection,
  type FoldingRange,
  type SelectionRange,
} from 'vscode-languageserver/node';
import { tokenModifiers, tokenTypes } from '../language/services/semanticTokens';
import { queries } from '../services/queries';
import type { Asking } from './asking';
import { inDocument, ofSelections } from './parameters';

/** Names of what words are, by the numbers they are sent as. */
export const legend = { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] };

/** Parts of a file: what its words are, what can be folded, what a selection grows to, files that can be opened. */
export function offerRanges(connection: Connection, { inNotebook }: Asking): void {
  connection.languages.semanticTokens.on((received: unknown) => {
    const tokens = inNotebook(inDocument, ({ notebook, text }) => {
      const builder = new SemanticTokensBuilder();
      text.sources.forEach((_, cell) => {
        for (const { location, type, modifiers } of queries.semanticTokens(notebook, cell)) {
          const { start } = text.rangeOf(location);
          const bits = modifiers.map((each) => 1 << tokenModifiers.indexOf(each));
          builder.push(
            ...([start.line, start.character, location.end - location.start] as const),
            ...([tokenTypes.indexOf(type), bits.reduce((sum, bit) => sum + bit, 0)] as const),
          );
        }
      });
      return builder.build();
    });
    return tokens(received) ?? { data: [] };
  });
  connection.onFoldingRanges(
    inNotebook(inDocument, ({ notebook, text }) =>
      text.sources.flatMap((_, cell) => {
        const { line } = text.rangeOf({ cell, start: 0, end: 0 }).start;
        return queries.folds(notebook, cell).map(({ startLine, endLine, kind }): FoldingRange => ({
          startLine: line + startLine,
          endLine: line + endLine,
          ...(kind && { kind: FoldingRangeKind.Comment }),
        }));
      }),
    ),
  );
  connection.onSelectionRanges(
    inNotebook(ofSelections, ({ notebook, text }, { positions }) =>
      positions.map((position): SelectionRange => {
        const here = { range: { start: position, end: position } };
        const place = text.placeAt(position);
        if (!place) return here;
        const { cell, offset } = place;
        const [ranges = []] = queries.selections(notebook, { cell, offsets: [offset] });
        const around = ranges.reduceRight<SelectionRange | undefined>(
          (parent, range) => ({
            range: text.rangeOf({ cell, ...range }),
            ...(parent && { parent }),
          }),
          undefined,
        );
        return around ?? here;
      }),
    ),
  );
  connection.onDocumentLinks(
    inNotebook(inDocument, ({ notebook, text }) =>
      text.sources.flatMap((_, cell) =>
        queries.links(notebook, cell).map(({ location: { start, end }, path }) => ({
          // Without the quotes.
          range: text.rangeOf({ cell, start: start + 1, end: end - 1 }),
          target: pathToFileURL(path).href,
        })),
      ),
    ),
  );
}
