import { brief, visible } from '../text/visible';

/** Why a file name is none for a model, and a name that would do. */
export interface Misplaced {
  readonly message: string;
  readonly instead: string;
}

/** The longest path that is shown whole. */
const longestShown = 300;
const fit = (path: string): string => brief(path, longestShown);

/** Why a model is not written to a file, as far as its name tells; undefined when it may be. Only `.onnx` files are written. */
export function whyNotTarget(file: string): Misplaced | undefined {
  const shown = `\`${fit(visible(file))}\``;
  const [, folder, name] = /^(.*[/\\])?([^/\\]*)$/s.exec(file)!;
  if (/^\.*$/.test(name)) {
    const instead = `${folder ?? ''}${name === '' ? '' : `${name}/`}model.onnx`;
    return {
      message: `${shown} is not the name of a file; name it \`${fit(visible(instead))}\``,
      instead,
    };
  }
  const instead = `${folder ?? ''}${stem(name)}.onnx`;
  if (visible(file) !== file) {
    const plain = visible(instead).replaceAll('\\', '_');
    return { message: `${shown} contains control characters; remove them`, instead: plain };
  }
  if (/[^.]\.onnx$/i.test(name)) return undefined;
  return {
    message: `models are written to \`.onnx\` files, not to ${shown}; name it \`${fit(instead)}\``,
    instead,
  };
}

/** A file name without the ending that says what it is; `v1.2` and `.bashrc` have none. */
const stem = (name: string): string =>
  name.replace(/(?<=[^.])(\.onnx)?\.([a-z][a-z0-9]{0,7})?$/i, '');
