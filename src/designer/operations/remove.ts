import * as z from 'zod';
import type { TextEdit } from '../../language/textEdit';
import { allStatements, type Path } from '../chain';
import {
  labelIn,
  labelsOf,
  nameOf,
  namedSource,
  readNames,
  sharedNames,
  sourceAbove,
} from '../labels';
import { removed } from '../lines';
import { defineOperation, DesignError, type EditContext } from '../operation';
import { withoutArgument } from '../arguments';
import { group, groupIn } from '../targets';

/** Deletes statements. What read them reads what they read. */
export const remove = defineOperation('remove', z.object({ group }), (context, told) => {
  const { source } = context;
  const { chain, range, holds: gone } = groupIn(context, told.group);
  const at = range[0] > 0 ? range[0] - 1 : 0;
  const left = chain.statements.length - (range[1] - range[0] + 1);
  return {
    edits: [removed(source, chain, range, 'keep'), ...redirected(context, gone)],
    ...(left > 0 && { select: [...chain.path, at] }),
  };
});

/** What is to change so that no line reads one of those that go. */
function redirected(context: EditContext, gone: (path: Path) => boolean): TextEdit[] {
  const { owner, source } = context;
  const all = allStatements(owner);
  const taken = labelsOf(owner);
  const lost = new Map(
    all
      .filter(({ path }) => gone(path))
      .flatMap((placed) => {
        const label = labelIn(placed.statement);
        return label ? [[label.text, placed] as const] : [];
      }),
  );
  const named = new Map<string, string>();
  const edits: TextEdit[] = [];
  /** The name of what a lost line read, which stays. */
  const sourceOf = (name: string): string => {
    let current: ReturnType<typeof sourceAbove> = lost.get(name);
    const seen = new Set<unknown>();
    while (current && current !== 'input' && gone(current.path) && !seen.has(current.statement)) {
      seen.add(current.statement);
      const [explicit] = readNames(current.statement);
      current = explicit ? namedSource(owner, explicit.text) : sourceAbove(owner, current.path);
    }
    const key = current === 'input' || !current ? 'input' : current.path.join();
    const known = named.get(key);
    if (known !== undefined) return known;
    const found = nameOf(current, taken);
    edits.push(...found.edits);
    named.set(key, found.name);
    return found.name;
  };
  for (const { statement, path } of all) {
    if (gone(path) || (statement.kind !== 'layer' && statement.kind !== 'branch')) continue;
    for (const name of readNames(statement)) {
      if (!lost.has(name.text)) continue;
      if (lost.get(name.text)?.statement.kind === 'input')
        throw new DesignError(`Other lines read the input \`${name.text}\`.`);
      edits.push({ location: name.location, text: sourceOf(name.text) });
    }
    const shared = sharedNames(statement).filter(({ text }) => lost.has(text));
    if (shared.length > 0) edits.push(withoutArgument(source, statement.call, 'share'));
  }
  return edits;
}
