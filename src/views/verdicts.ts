import type { Verdict } from '../runs/events';
import { escapeMarkdown } from '../text/markdown';

/** How a verdict reads where there is only text. */

/** Its lines: what it is, what was measured, what it means, what helps. */
export const verdictLines = ({ title, evidence, explanation, repairs }: Verdict): string[] => [
  `${title}: ${evidence}`,
  explanation,
  ...repairs.map((repair) => `→ ${repair.title}`),
];

export const verdictMarkdown = ({ title, evidence, explanation, repairs }: Verdict): string =>
  [
    `**${escapeMarkdown(title)}.** ${withCode(evidence)} ${withCode(explanation)}`,
    ...repairs.map((repair) => `- ${withCode(repair.title)}`),
  ].join('\n');

/** Plain text whose parts between backticks are code. */
const withCode = (text: string): string =>
  text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 ? `\`${part}\`` : escapeMarkdown(part)))
    .join('');
