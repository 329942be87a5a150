/** Why a model cannot be written to a file, as far as its name tells; undefined when it may. */
export function whyNotTarget(file: string): string | undefined {
  if (/(^|[/\\]|\.\.)$/.test(file))
    return `\`${file}\` names no file; give the model a name such as \`model.onnx\``;
  return /\.dnn$/i.test(file)
    ? `\`${file}\` has the name of a notebook, which a model must not replace; name it \`${file.slice(0, -4)}.onnx\``
    : undefined;
}
