import { wordsHeld } from '../../language/bind';
import { formatValue, takesNoArguments, type ValueScope } from '../../language/evaluate';
import { unknownEntry } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import type { BlockDeclaration, Call, Name } from '../../language/syntax';
import type { Vocabulary } from '../../language/vocabulary';
import { inWords, WordValue } from '../../language/wordValue';
import type { ActivationEntry, LayerEntry } from '../entries';

/** What the word in a layer's place stands for. */
export type Operation =
  | { readonly kind: 'layer'; readonly entry: LayerEntry }
  | { readonly kind: 'activation'; readonly activation: WrittenActivation }
  | { readonly kind: 'block'; readonly declaration: BlockDeclaration };

export interface Words {
  readonly vocabulary: Vocabulary;
  readonly blocks: ReadonlyMap<string, BlockDeclaration>;
}

/** An activation with the arguments it is to be bound to, which stand in the text or in a `let`. */
export interface WrittenActivation {
  readonly entry: ActivationEntry;
  readonly call: WordValue['call'];
  /** The names its arguments may use. */
  readonly variables: ValueScope;
}

/** Finds a layer, a branch word, an activation or a block; throws `unknown-layer`. */
export function findOperation(
  call: Call,
  { vocabulary, blocks }: Words,
  variables: ValueScope,
): Operation {
  const { name } = call;
  const { text } = name;
  const declaration = blocks.get(text);
  if (declaration) return { kind: 'block', declaration };
  const layer = vocabulary.find('layer', text) ?? vocabulary.find('branch', text);
  if (layer) return { kind: 'layer', entry: layer as LayerEntry };
  const activation = activationIn(call, vocabulary, variables, 'a layer');
  if (activation) return { kind: 'activation', activation };
  const words = [...wordsHeld(variables, 'activation'), ...blocks.keys()];
  throw unknownEntry(['layer', 'branch', 'activation'], name, vocabulary, words);
}

/** Finds the word before `{ … } { … }`; throws `unknown-branch`. */
export function findBranch(name: Name, { vocabulary }: Words): LayerEntry {
  const entry = vocabulary.find('branch', name.text);
  if (!entry) throw unknownEntry(['branch'], name, vocabulary);
  return entry as LayerEntry;
}

/** Finds an activation; throws `unknown-activation`, also for a layer in its place. */
export function findActivation(
  call: Call,
  { vocabulary }: Words,
  variables: ValueScope,
): WrittenActivation {
  const { name } = call;
  const found = activationIn(call, vocabulary, variables, 'an activation');
  if (found) return found;
  if (vocabulary.find('layer', name.text)) {
    const message = `\`${name.text}\` is a layer, not an activation; write it on a line of its own`;
    throw new LanguageError('unknown-activation', message, name.location);
  }
  throw unknownEntry(['activation'], name, vocabulary, wordsHeld(variables, 'activation'));
}

/** The activation of this name, or the one that a `let` or a parameter of this name holds; `wanted` is for messages. */
function activationIn(
  call: Call,
  vocabulary: Vocabulary,
  variables: ValueScope,
  wanted: string,
): WrittenActivation | undefined {
  const { name } = call;
  const held = variables.get(name.text);
  if (held instanceof WordValue || !vocabulary.find('activation', name.text)) {
    if (held === undefined) return undefined;
    if (call.arguments.length > 0) throw takesNoArguments(name, held);
    const entry = held instanceof WordValue && vocabulary.find('activation', held.call.name.text);
    if (!entry) {
      const is =
        held instanceof WordValue && held.kinds.length > 0
          ? inWords(held.kinds)
          : formatValue(held);
      const message = `\`${name.text}\` is ${is}; ${wanted} is needed here`;
      throw new LanguageError('wrong-type', message, name.location);
    }
    return { entry: entry as ActivationEntry, call: held.call, variables: held.scope };
  }
  const entry = vocabulary.find('activation', name.text) as ActivationEntry;
  return { entry, call, variables };
}
