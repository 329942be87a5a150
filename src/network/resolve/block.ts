import { evaluate, type EvaluatedValue, type ValueScope } from '../../language/evaluate';
import { unknownWord } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import type { BlockDeclaration, Call } from '../../language/syntax';

/** The names a block's body may use: its parameters with the values of this call, then the notebook's `let`s. */
export function blockVariables(
  block: BlockDeclaration,
  call: Call,
  caller: ValueScope,
  lets: ValueScope,
): ValueScope {
  const names = block.parameters.map(({ text }) => text);
  const values = new Map<string, EvaluatedValue>();
  const wanted = `\`${block.name.text}\` takes (${names.join(', ')})`;
  let position = 0;
  for (const { name, value, location } of call.arguments) {
    const parameter = name?.text ?? names[position++];
    if (parameter === undefined) {
      throw new LanguageError('too-many-arguments', `one value too many: ${wanted}`, location);
    }
    if (name && !names.includes(parameter)) {
      throw unknownWord('argument', name, names, { of: block.name.text });
    }
    if (values.has(parameter)) {
      throw new LanguageError('duplicate-argument', `\`${parameter}\` is given twice`, location);
    }
    values.set(parameter, evaluate(value, caller));
  }
  const missing = names.filter((name) => !values.has(name));
  if (missing.length > 0) {
    const list = missing.map((name) => `\`${name}\``).join(', ');
    throw new LanguageError(
      'missing-argument',
      `${missing.length === 1 ? 'a value is' : 'values are'} missing for ${list}: ${wanted}`,
      call.location,
    );
  }
  return {
    ...(lets.budget && { budget: lets.budget }),
    ...(lets.words && { words: lets.words }),
    get: (name) => values.get(name) ?? lets.get(name),
    keys: () => [...values.keys(), ...lets.keys()],
  };
}

/** Throws when a block's body leads back to the block itself. */
export function expectNoRecursion(
  block: BlockDeclaration,
  around: readonly string[],
  call: Call,
): void {
  const { text } = block.name;
  if (!around.includes(text)) return;
  const path = [...around.slice(around.indexOf(text)), text].join(' → ');
  throw new LanguageError(
    'recursive-block',
    `a block cannot contain itself: ${path}; use \`repeat\` for repetition`,
    call.name.location,
  );
}
