import { type DescribedPort, parse, port } from './description';

/** What someone who runs a model needs to know of it. */
export interface ModelSignature {
  readonly name: string;
  readonly inputs: readonly DescribedPort[];
  readonly outputs: readonly DescribedPort[];
  /** By key. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Reads the signature out of a model's file. Throws `ModelError` where it is none. */
export function modelSignature(bytes: Uint8Array): ModelSignature {
  const { graph, metadataProps } = parse(bytes);
  const { name, input, output, initializer } = graph!;
  const stored = new Set(initializer.map((tensor) => tensor.name));
  return {
    name,
    inputs: input.filter((each) => !stored.has(each.name)).map(port),
    outputs: output.map(port),
    metadata: new Map(metadataProps.map(({ key, value }) => [key, value])),
  };
}
