import { limits, shortened } from '../../language/limits';
import { LanguageError, type Location } from '../../language/source';
import type { ChainStatement, InputStatement } from '../../language/syntax';
import { inputPart } from '../layers/inputPart';
import type { Shape } from '../parameters';
import { elements } from '../../shape/elements';
import { formatShape } from '../../text/numbers';
import type { NetworkDraft } from './draft';
import { inferLayer, maximumElements } from './layer';
import { failed, type Scope } from './scope';

/** Throws `bad-input-shape`. */
export function expectInputShape(shape: Shape, location: Location): void {
  const tooMany = shape.length > limits.axes;
  if (shape.length > 0 && !tooMany && elements(shape) <= maximumElements) return;
  const problem =
    shape.length === 0 ? 'no axes' : tooMany ? `more than ${limits.axes} axes` : 'too many numbers';
  throw new LanguageError(
    'bad-input-shape',
    `the input ${shortened(formatShape(shape))} has ${problem}; write \`input image[channels, height, width]\` or \`input x[features]\``,
    location,
  );
}

/**
 * Where a network has several `input` lines they share the columns of the data's rows, in their order: each becomes a
 * layer that reads its part of the one input.
 */
export function divideInput(
  body: readonly ChainStatement[],
  draft: NetworkDraft,
  scope: Scope,
): void {
  const lines = body.filter((statement): statement is InputStatement => statement.kind === 'input');
  if (lines.length < 2) return;
  let total = 0;
  const parts = lines.map((line) => {
    const part = draft.attempt(() => {
      const shape = line.shape.map((length) => draft.count(length, scope, 'a length'));
      expectInputShape(shape, line.location);
      const first = total;
      total += elements(shape);
      return { first, shape };
    });
    return { line, part };
  });
  draft.input = { name: 'input', shape: [total], location: lines[0].location };
  scope.labels.set('input', { id: 'input', shape: [total] });
  for (const { line, part } of parts) {
    const { name, location } = line;
    const layer =
      part &&
      draft.attempt(() => {
        if (!draft.ids.claim(name.text)) {
          const message = `the name \`${name.text}\` is taken by another layer or the input`;
          throw new LanguageError('duplicate-label', message, name.location);
        }
        return inferLayer(
          {
            id: name.text,
            labelled: true,
            entry: inputPart(part.first, part.shape),
            arguments: { first: part.first },
            activations: [],
            inputs: ['input'],
            inputShapes: [[total]],
            groups: [],
            location,
          },
          { location, chain: (id) => id },
        );
      });
    draft.parts.set(line, layer ?? failed);
    if (!scope.labels.has(name.text)) scope.labels.set(name.text, failed);
  }
}
