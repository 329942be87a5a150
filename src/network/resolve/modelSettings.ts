import { quoted } from '../../language/literals';
import { nearest } from '../../language/nearest';
import { LanguageError } from '../../language/source';
import type { Expression, NetworkDeclaration, Setting } from '../../language/syntax';
import type { ImportedLayer, ImportedNetwork, ImportedParameter } from '../imported';
import { prefixes } from './prefixes';

/** What a network's text does with the model it is from. */
export interface ModelSettings {
  readonly frozen: ReadonlySet<ImportedParameter>;
  /** Where the model ends. */
  readonly cut?: ImportedLayer;
}

/** Reads `frozen` and `cut`; what is wrong with them is reported. */
export function modelSettings(
  { settings = [] }: NetworkDeclaration,
  { parameters }: ImportedNetwork,
  layers: readonly ImportedLayer[],
  report: (error: LanguageError) => void,
): ModelSettings {
  const frozen = new Set<ImportedParameter>();
  let cut: ImportedLayer | undefined;
  const attempt = (read: () => void) => {
    try {
      read();
    } catch (error) {
      if (!(error instanceof LanguageError)) throw error;
      report(error);
    }
  };
  for (const setting of settings) {
    if (setting.keyword.text === 'frozen') {
      if (setting.phrase.length === 0) attempt(() => missing(setting, 'frozen "conv*"'));
      for (const part of setting.phrase) {
        attempt(() => matching(part, parameters, layers).forEach((found) => frozen.add(found)));
      }
    } else {
      attempt(() => {
        if (cut) throw twice(setting);
        cut = cutAt(setting, layers);
      });
    }
  }
  return { frozen, ...(cut && { cut }) };
}

/** `frozen` and `cut` where there is no model. */
export const misplacedSettings = ({ settings = [] }: NetworkDeclaration): LanguageError[] =>
  settings.map(({ keyword: { text, location } }) => {
    const hint = text === 'frozen' ? '; a layer takes `frozen: true`' : '';
    const message = `\`${text}\` is for a network from a file: \`network NAME from "model.onnx"\`${hint}`;
    return new LanguageError('misplaced-setting', message, location);
  });

/** The parameters a pattern names, by their names or those of the nodes that read them. */
function matching(
  part: Expression,
  parameters: readonly ImportedParameter[],
  layers: readonly ImportedLayer[],
): readonly ImportedParameter[] {
  if (part.kind === 'reference' && part.path[0].text === 'all') return parameters;
  const pattern = textOf(part, 'a pattern such as `"conv*"`, or `all`');
  const layerNames = new Map<string, string[]>();
  for (const layer of layers) {
    for (const name of layer.parameters) {
      const known = layerNames.get(name);
      if (known) known.push(layer.name);
      else layerNames.set(name, [layer.name]);
    }
  }
  const namesOf = ({ name, readers }: ImportedParameter) => [
    name,
    ...readers,
    ...(layerNames.get(name) ?? []),
  ];
  const test = wildcard(pattern);
  const found = parameters.filter((parameter) =>
    namesOf(parameter).some((name) => test.test(name)),
  );
  if (found.length > 0) return found;
  const message = `no parameter of the model, and no node that reads one, is called ${quoted(pattern)}`;
  throw withSuggestion('unknown-parameter', message, pattern, parameters.flatMap(namesOf), part);
}

/** `*` stands for any characters. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'su');
}

function cutAt(setting: Setting, layers: readonly ImportedLayer[]): ImportedLayer {
  const [part, ...more] = setting.phrase;
  if (!part) return missing(setting, 'cut "pool5"');
  if (more.length > 0) {
    throw new LanguageError(
      'too-many-arguments',
      'a model can be cut at one tensor only',
      more[0].location,
    );
  }
  const name = textOf(part, 'the name of a tensor in double quotes');
  const found =
    layers.find(({ tensor }) => tensor === name) ??
    layers.find((layer) => layer.name === name) ??
    layers.findLast((layer) => prefixes(layer.name).includes(name));
  if (found) return found;
  const last = layers.slice(-4).map(({ tensor }) => quoted(tensor));
  const message =
    `the model has no tensor ${quoted(name)} with a row for each sample; ` +
    `its last ${last.length > 1 ? 'are' : 'is'} ${last.join(', ')}`;
  const names = layers.flatMap((layer) => [layer.tensor, layer.name]);
  throw withSuggestion('unknown-tensor', message, name, names, part);
}

function textOf(part: Expression, wanted: string): string {
  if (part.kind === 'string') return part.value;
  throw new LanguageError('wrong-type', `expected ${wanted}`, part.location);
}

function withSuggestion(
  code: string,
  message: string,
  name: string,
  known: readonly string[],
  { location }: Expression,
): LanguageError {
  const close = nearest(name.replaceAll('*', ''), new Set(known));
  if (close === undefined) return new LanguageError(code, message, location);
  const fix = { title: `Change to ${quoted(close)}`, replacement: quoted(close) };
  return new LanguageError(code, `${message}; did you mean ${quoted(close)}?`, location, fix);
}

function missing({ keyword }: Setting, example: string): never {
  const message = `\`${keyword.text}\` needs a name. For example: \`${example}\``;
  throw new LanguageError('missing-argument', message, keyword.location);
}

const twice = ({ keyword, location }: Setting) =>
  new LanguageError('duplicate-setting', `\`${keyword.text}\` is given twice`, location);
