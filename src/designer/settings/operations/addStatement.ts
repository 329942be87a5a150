import * as z from 'zod';
import { parseCell } from '../../../language/parse';
import type { ActionStatement, Statement } from '../../../language/syntax';
import { declarationHelp } from '../../../language/services/statements';
import { verbNamed } from '../../../language/vocabulary';
import { notebookVocabulary } from '../../../program/vocabulary';
import { DesignError, defineNotebookOperation, type Edit } from '../../operation';
import { name } from '../../targets';
import { statementFor } from '../examples';
import { settingsStatements } from '../statements';

/** Writes a new `data`, or an action on a network, into a cell of its own: data above the network, an action below all it needs. */
export const addStatement = defineNotebookOperation(
  'addStatement',
  z.object({ word: name, network: name }),
  ({ cells, sources }, { word, network }) => {
    const declared = cells
      .flat()
      .find((each) => each.kind === 'network' && each.name.text === network);
    if (!declared) throw new DesignError(`There is no network \`${network}\` any more.`);
    const data = dataNames(cells);
    if (word === 'data') {
      const example = declarationHelp.find((each) => each.name === 'data')?.example ?? '';
      const text = statementFor(example, { network, data: free('digits', data) });
      return newCell(cells, declared.location.cell, text);
    }
    const verb = verbNamed(word, notebookVocabulary);
    if (!verb) throw new DesignError(`There is no \`${word}\`.`);
    const used = usesOf(cells, network).at(-1) ?? data.at(-1);
    if (used === undefined && verb.clauses.some(({ takes }) => takes === 'data'))
      throw new DesignError(`Add data first: \`${word}\` needs to know on what.`);
    const related = cells.findLastIndex((statements) =>
      statements.some((each) => isAbout(each, network, used)),
    );
    const text = statementFor(verb.example, { network, data: used ?? '' });
    return newCell(cells, Math.min(related + 1, sources.length), text);
  },
);

function newCell(cells: readonly (readonly Statement[])[], at: number, text: string): Edit {
  const [added] = settingsStatements([parseCell(text, 0, notebookVocabulary).statements]);
  const { word, subject } = added.name;
  const number = settingsStatements(cells.slice(0, at)).filter(
    ({ name: each }) => each.word === word && each.subject === subject,
  ).length;
  return { edits: [], cell: { at, text }, choose: { word, subject, number } };
}

const dataNames = (cells: readonly (readonly Statement[])[]): string[] =>
  cells.flat().flatMap((each) => (each.kind === 'data' ? [each.name.text] : []));

/** The names in what an action says: its subject, and what stands behind `of` and `on`. */
const namesIn = ({ subject, clauses }: ActionStatement): string[] => [
  subject.text,
  ...clauses.flatMap(({ value }) => (value.kind === 'reference' ? value.path[0].text : [])),
];

/** The data a network is used with, in the order of the text. */
const usesOf = (cells: readonly (readonly Statement[])[], network: string): string[] => {
  const data = dataNames(cells);
  return cells
    .flat()
    .flatMap((each) => (each.kind === 'action' ? [namesIn(each)] : []))
    .filter((names) => names.includes(network))
    .flatMap((names) => names.filter((each) => data.includes(each)));
};

function isAbout(statement: Statement, network: string, data: string | undefined): boolean {
  switch (statement.kind) {
    case 'network':
      return statement.name.text === network;
    case 'data':
      return statement.name.text === data;
    case 'action':
      return namesIn(statement).includes(network);
    case 'block':
    case 'let':
      return false;
  }
}

function free(base: string, taken: readonly string[]): string {
  if (!taken.includes(base)) return base;
  let number = 2;
  while (taken.includes(`${base}${number}`)) number++;
  return `${base}${number}`;
}
