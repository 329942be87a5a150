import { insertion, type TextEdit } from '../language/textEdit';
import { allStatements } from './chain';
import { labelIn, labelsOf, readNames, sharedNames } from './labels';
import type { EditContext } from './operation';

/**
 * Labels for layers that lines read by the number they have, as in `from conv_2`: others would get it when layers come or go.
 */
export function pinned(
  { owner, layers, source }: EditContext,
  edits: readonly TextEdit[],
): TextEdit[] {
  const placed = allStatements(owner);
  const labels = labelsOf(owner);
  const numbered = new Set(
    placed
      .flatMap(({ statement }) => [...readNames(statement), ...sharedNames(statement)])
      .map(({ text }) => text)
      .filter((text) => !labels.has(text)),
  );
  return [...numbered].flatMap((name) => {
    const layer = layers.find(
      ({ id, location, stored }) =>
        !stored &&
        location.cell === owner.location.cell &&
        (id === name || id.endsWith(`.${name}`)) &&
        source.length >= location.end,
    );
    const statement = placed.find(
      ({ statement: { location } }) =>
        location.start === layer?.location.start && location.end === layer.location.end,
    )?.statement;
    if (!statement || labelIn(statement)) return [];
    const { start } = statement.location;
    const isTouched = edits.some(
      ({ location }) =>
        location.cell === owner.location.cell && location.start <= start && start < location.end,
    );
    return isTouched ? [] : [insertion(statement.location, start, `${name}: `)];
  });
}
