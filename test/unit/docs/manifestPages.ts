import manifest from '../../../package.json';
import texts from '../../../package.nls.json';

const text = (value: string): string =>
  value.startsWith('%') ? (texts as Record<string, string>)[value.slice(1, -1)] : value;

interface Property {
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
}

const origin = '<!-- Generated from package.json by `npm run docs`. -->';

/** The pages about VS Code's side: commands and settings, as the manifest declares them. */
export function manifestPages(): ReadonlyMap<string, string> {
  const commands = manifest.contributes.commands.map(
    ({ title, command }) => `| ${text(title)} | \`${command}\` |`,
  );
  const { configuration } = manifest.contributes;
  const settings = Object.entries(configuration.properties as Record<string, Property>).map(
    ([name, property]) => {
      const about = text(property.markdownDescription ?? property.description ?? '');
      const value = JSON.stringify(property.default ?? null);
      return `| \`${name}\` | \`${value}\` | ${about.replaceAll('\n', ' ')} |`;
    },
  );
  return new Map([
    [
      'commands.md',
      [origin, '# Commands', ['| command | id |', '| --- | --- |', ...commands].join('\n')].join(
        '\n\n',
      ) + '\n',
    ],
    [
      'vscode-settings.md',
      [
        origin,
        '# VS Code settings',
        ['| setting | default | what it does |', '| --- | --- | --- |', ...settings].join('\n'),
      ].join('\n\n') + '\n',
    ],
  ]);
}
