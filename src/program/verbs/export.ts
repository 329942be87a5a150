import { shortened } from '../../language/limits';
import { quoted } from '../../language/literals';
import { LanguageError } from '../../language/source';
import type { Action } from '../program';
import { whyNotTarget } from '../target';
import type { Verb } from '../verb';
import { common, networkNamed } from './subjects';

export interface ExportAction extends Action {
  readonly kind: 'export';
  /** As written: relative to the notebook's folder. */
  readonly file: string;
}

export const exportVerb: Verb<ExportAction> = {
  kind: 'verb',
  name: 'export',
  summary: 'Writes the trained network as an ONNX file.',
  example: 'export Net to "net.onnx"',
  snippet: 'export ${1:Net} to "${2:net.onnx}"',
  parameters: {},
  subject: 'network',
  clauses: [
    {
      name: 'to',
      takes: 'file',
      summary: 'The file to write.',
      example: 'export Net to "net.onnx"',
      snippet: 'to "${1:net.onnx}"',
    },
  ],
  result: 'exported',
  bind(statement, clauses, binding) {
    const { subject, location } = statement;
    const { report } = binding;
    const network = networkNamed(subject, binding);
    const to = clauses.get('to');
    if (to?.kind !== 'string') {
      const message = `name the file to write: \`export ${subject.text} to "${subject.text}.onnx"\``;
      report.error('missing-clause', message, to?.location ?? location);
      return undefined;
    }
    const misplaced = whyNotTarget(to.value);
    if (misplaced) {
      const { message, instead } = misplaced;
      const fix = { title: `Change to ${shortened(instead)}`, replacement: quoted(instead) };
      report.errors([new LanguageError('bad-target', message, to.location, fix)]);
    }
    return network && { kind: 'export', ...common(statement, network), file: to.value };
  },
  writes: ({ file }) => file,
};
