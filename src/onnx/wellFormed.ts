import { ModelError } from './modelError';
import type { GraphProto } from './onnx_pb';
import { nodeName } from './readNode';

/** Throws unless every tensor of a model is there once, and before it is read. */
export function expectWellFormed({ initializer, input, node, output }: GraphProto): void {
  const stored = new Set<string>();
  for (const { name } of initializer) define(stored, name, 'it stores');
  const known = new Set<string>();
  // Before IR version 4 initializers were listed as inputs too.
  for (const { name } of input) define(known, name, 'it takes');
  for (const name of stored) known.add(name);
  for (const one of node) {
    for (const name of one.input) expectThere(known, name, ` by node '${nodeName(one)}'`);
    for (const name of one.output) {
      if (name !== '') define(known, name, `node '${nodeName(one)}' computes`);
    }
  }
  for (const { name } of output) expectThere(known, name, '');
}

function define(known: Set<string>, name: string, who: string): void {
  if (known.has(name)) throw invalid(`${who} a tensor '${name}', which already exists`);
  known.add(name);
}

function expectThere(known: ReadonlySet<string>, name: string, by: string): void {
  if (name === '' || known.has(name)) return;
  throw invalid(`'${name}' is read${by} before anything computes it`);
}

const invalid = (text: string): ModelError => new ModelError('invalidGraph', text);
