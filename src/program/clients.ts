/** A program that runs an exported model, written beside it: `lenet5.py` beside `lenet5.onnx`. */
interface ClientKind {
  /** Of its file. */
  readonly ending: string;
  /** What it is called where one is chosen. */
  readonly title: string;
  /** What it needs. */
  readonly summary: string;
}

/** What may be written beside a model, by the names that `--with` takes. */
export const clientKinds = {
  python: { ending: '.py', title: 'Python', summary: 'a script on onnxruntime and NumPy' },
  node: { ending: '.mjs', title: 'Node.js', summary: 'a script on onnxruntime-node' },
  web: { ending: '.html', title: 'Web page', summary: 'one file that any browser opens' },
} as const satisfies Record<string, ClientKind>;

export type ClientName = keyof typeof clientKinds;

export const clientNames = Object.keys(clientKinds) as [ClientName, ...ClientName[]];

/** The file of a client beside a model's. */
export const clientFile = (model: string, client: ClientName): string =>
  model.replace(/\.onnx$/i, clientKinds[client].ending);
