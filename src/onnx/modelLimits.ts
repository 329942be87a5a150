/** What is shown of a model, however much a file holds; what is left out is counted. */
export const modelLimits = {
  nodes: 20_000,
  tensors: 20_000,
  ports: 1000,
  metadata: 200,
  /** Attributes of a node, tensors it reads. */
  parts: 1000,
  /** Characters of a name. */
  name: 300,
  /** Characters of a documentation string, or of a metadata value. */
  text: 4000,
  /** Numbers of a list. */
  numbers: 24,
  /** Nodes up to which costs are worked out. */
  costs: 5000,
} as const;
