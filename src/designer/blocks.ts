import type { BlockDeclaration, Statement } from '../language/syntax';

/** The block of a notebook that has a name. */
export const blockNamed = (
  cells: readonly (readonly Statement[])[],
  name: string,
): BlockDeclaration | undefined =>
  cells
    .flat()
    .find((each): each is BlockDeclaration => each.kind === 'block' && each.name.text === name);
