import { unknownEntry, unknownWord } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import type { BlockDeclaration, Call, Name } from '../../language/syntax';
import type { Vocabulary } from '../../language/vocabulary';
import type { ActivationEntry, LayerEntry } from '../entries';

/** What the word in a layer's place stands for. */
export type Operation =
  | { readonly kind: 'layer'; readonly entry: LayerEntry }
  | { readonly kind: 'activation'; readonly entry: ActivationEntry }
  | { readonly kind: 'block'; readonly declaration: BlockDeclaration };

export interface Words {
  readonly vocabulary: Vocabulary;
  readonly blocks: ReadonlyMap<string, BlockDeclaration>;
}

/** Finds a layer, a branch word, an activation or a block; throws `unknown-layer`. */
export function findOperation({ name }: Call, { vocabulary, blocks }: Words): Operation {
  const { text } = name;
  const declaration = blocks.get(text);
  if (declaration) return { kind: 'block', declaration };
  const layer = vocabulary.find('layer', text) ?? vocabulary.find('branch', text);
  if (layer) return { kind: 'layer', entry: layer as LayerEntry };
  const activation = vocabulary.find('activation', text);
  if (activation) return { kind: 'activation', entry: activation as ActivationEntry };
  const known = unknownEntry(['layer', 'branch', 'activation'], name, vocabulary);
  throw known.fix ? known : unknownWord('layer', name, blocks.keys());
}

/** Finds the word before `{ … } { … }`; throws `unknown-branch`. */
export function findBranch(name: Name, { vocabulary }: Words): LayerEntry {
  const entry = vocabulary.find('branch', name.text);
  if (!entry) throw unknownEntry(['branch'], name, vocabulary);
  return entry as LayerEntry;
}

/** Finds an activation; throws `unknown-activation`, also for a layer in its place. */
export function findActivation(name: Name, { vocabulary }: Words): ActivationEntry {
  const entry = vocabulary.find('activation', name.text);
  if (!entry && vocabulary.find('layer', name.text)) {
    const message = `\`${name.text}\` is a layer, not an activation; write it on a line of its own`;
    throw new LanguageError('unknown-activation', message, name.location);
  }
  if (!entry) throw unknownEntry(['activation'], name, vocabulary);
  return entry as ActivationEntry;
}
