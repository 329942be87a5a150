import { formatInteger, formatNumber } from '../../src/text/numbers';

/** A number that a notebook is to reach, and what it reached. */
export interface Figure {
  readonly file: string;
  readonly title: string;
  readonly claim: string;
  readonly at_most?: number | undefined;
  readonly at_least?: number | undefined;
  readonly value: number;
  readonly met: boolean;
  /** Of the whole training. */
  readonly steps: number;
  readonly seconds: number;
  readonly processor: string;
  readonly date: string;
}

/** `docs/rules.md`: a table of figures. */
export const page = (figures: readonly Figure[]): string => `<!-- Written by \`npm run rules\`. -->

# What the learning rules reach

The notebooks in [examples/rules/mnist](../examples/rules/mnist) repeat results of the papers that their rules are from. Each says in its
front matter what is to be reached; \`DNN_DATA=… npm run rules\` runs them all as a user would and writes this page. Seconds are those of
the training that reaches the number.

| notebook | what | to reach | reached | steps | seconds | processor | date |
| --- | --- | --- | --- | --- | --- | --- | --- |
${figures.map(row).join('\n')}
`;

const row = (figure: Figure): string => {
  const { file, title, claim, at_most, at_least, value, met, steps, seconds } = figure;
  const bound =
    at_most === undefined ? `≥ ${formatNumber(at_least!)}` : `≤ ${formatNumber(at_most)}`;
  const cells = [
    `[${title}](../examples/rules/mnist/${file})`,
    claim,
    bound,
    `${formatNumber(value)}${met ? '' : ', missed'}`,
    formatInteger(steps),
    formatInteger(Math.round(seconds)),
    figure.processor,
    figure.date,
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
};
