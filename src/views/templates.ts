import * as z from 'zod';
import type { NetworkPayload } from './payloads';

/** The gallery of templates: what there is, what it shows, and what its page and the extension host say to each other. */

/** The notebooks in `examples/templates`, in the order in which they are shown. */
export const templateNames = [
  'mlp',
  'lenet5',
  'alexnet',
  'googlenet',
  'residual',
  'regression',
  'lstm',
  'sequence-labels',
  'autoencoder',
  'denoising',
  'fine-tuning',
  'xor',
  'perceptron',
  'adaline',
  'belief-net',
  'echo-state',
] as const;
export type TemplateName = (typeof templateNames)[number];

/** A notebook to start from. */
export interface Template extends TemplateHead {
  readonly id: TemplateName;
  /** Its picture is drawn from it. */
  readonly network: NetworkPayload;
}

/** The heading of a notebook and the sentence below it. */
export interface TemplateHead {
  readonly title: string;
  readonly summary: string;
}

/** The head of a notebook by its first cell of text. */
export function templateHead(text: string): TemplateHead {
  const [, title = '', prose = ''] = /^# (.*)\n+([^]*)/.exec(text) ?? [];
  const [summary] = /^.*?[.:](?=\s|$)/s.exec(prose) ?? [prose];
  return { title, summary: summary.replace(/\s+/g, ' ').replace(/:$/, '.') };
}

/** From the host to the page. */
export interface TemplatesHostMessage {
  readonly type: 'templates';
  readonly templates: readonly Template[];
}

export const templateName = z.enum(templateNames);

export const templatesMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  /** Opens it as a new notebook. */
  z.object({ type: z.literal('choose'), template: templateName }),
]);
export type TemplatesMessage = z.infer<typeof templatesMessage>;
