/** Why a model must not be written to a file; undefined when it may: notebooks are not to be overwritten. */
export const whyNotTarget = (file: string): string | undefined =>
  /\.dnn$/i.test(file)
    ? `\`${file}\` has the name of a notebook, which a model must not replace; name it \`${file.slice(0, -4)}.onnx\``
    : undefined;
