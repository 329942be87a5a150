import { shortened } from '../../language/limits';
import { quoted } from '../../language/literals';
import type { ValueScope } from '../../language/evaluate';
import { LanguageError } from '../../language/source';
import type { ActionStatement } from '../../language/syntax';
import { type ExportForm, hasLogits } from '../../learning/exportGraph';
import { BoundSettings } from '../bindSettings';
import type { ClientName } from '../clients';
import type { Action } from '../program';
import { whyNotTarget } from '../target';
import type { Report } from '../report';
import type { Verb } from '../verb';
import { common, networkNamed } from './subjects';

/** What an `export` asks for: what its file is like, and what is written beside it. */
export interface ExportPlan extends ExportForm {
  readonly clients?: readonly ClientName[];
}

export interface ExportAction extends Action {
  readonly kind: 'export';
  /** As written: relative to the notebook's folder. */
  readonly file: string;
  readonly form: ExportPlan;
}

/** What an `export` says of its file; undefined where a line has a mistake. */
export function exportForm(
  { settings }: ActionStatement,
  scope: ValueScope,
  report: Report,
): ExportPlan | undefined {
  const bound = new BoundSettings('export', settings, scope, report);
  if (!bound.complete) return undefined;
  if (bound.has('float16') && bound.has('int8')) {
    const message = 'a file is in `float16` or in `int8`: leave one of them out';
    report.error('conflicting-settings', message, bound.text('int8')!.location);
    return undefined;
  }
  return bound.plan<ExportPlan>({});
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
    const form = exportForm(statement, binding.definitions.scope, report);
    if (!network || !form) return undefined;
    if (form.logits && !hasLogits(network)) {
      const message = `\`${network.name}\` ends with no softmax or logistic: leave \`logits\` out`;
      report.error('no-logits', message, location);
    }
    return { kind: 'export', ...common(statement, network), file: to.value, form };
  },
  writes: ({ file }) => file,
};
