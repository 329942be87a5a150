import type { ActionStatement, DataDeclaration, Setting, Statement } from '../../language/syntax';
import type { Lines } from '../lines';

/** The statements that are made of settings: where samples come from, and what is done with a network. */
export type SettingsStatement = DataDeclaration | ActionStatement;

/** Which one is meant: the second `train LeNet5` is `train`, `LeNet5`, 1. */
export interface StatementName {
  readonly word: string;
  readonly subject: string;
  readonly number: number;
}

/** Where a setting stands: `[2]` is the third line of its statement, `[2, 0]` the first line in the braces of that one. */
export type SettingPath = readonly number[];

/** What a statement is called in the vocabulary: `data`, or its verb. */
export const wordOf = (statement: SettingsStatement): string =>
  statement.kind === 'data' ? 'data' : statement.verb;

export const subjectOf = (statement: SettingsStatement): string =>
  statement.kind === 'data' ? statement.name.text : statement.subject.text;

/** All of a notebook with their names, in the order of the text. */
export function settingsStatements(
  cells: readonly (readonly Statement[])[],
): { readonly name: StatementName; readonly statement: SettingsStatement }[] {
  const counts = new Map<string, number>();
  return cells.flat().flatMap((statement) => {
    if (statement.kind !== 'data' && statement.kind !== 'action') return [];
    const [word, subject] = [wordOf(statement), subjectOf(statement)];
    const number = counts.get(`${word} ${subject}`) ?? 0;
    counts.set(`${word} ${subject}`, number + 1);
    return [{ name: { word, subject, number }, statement }];
  });
}

export const statementNamed = (
  cells: readonly (readonly Statement[])[],
  { word, subject, number }: StatementName,
): SettingsStatement | undefined =>
  settingsStatements(cells).find(
    ({ name }) => name.word === word && name.subject === subject && name.number === number,
  )?.statement;

/** What settings stand in: a statement, or a setting with braces. */
type Holder = Pick<Setting, 'location' | 'settings' | 'braces'>;

/** The statement itself at `[]`, else the setting there. */
export const holderAt = (statement: Holder, path: SettingPath): Holder | undefined =>
  path.reduce<Holder | undefined>((holder, at) => holder?.settings?.[at], statement);

export const settingAt = (statement: SettingsStatement, path: SettingPath): Setting | undefined =>
  path.length === 0 ? undefined : (holderAt(statement, path) as Setting | undefined);

/** The lines in the braces of a statement or setting; undefined where it has none. */
export const linesOf = ({ settings = [], braces }: Holder): Lines | undefined =>
  braces && { path: [], statements: settings, braces };
