import { probe } from '../../data/load';
import { DataError } from '../../data/dataset';
import type { Diagnostic } from '../../language/source';
import { analyze, type AnalysisOptions } from '../analyze';
import { checkAgainstData } from '../checkAgainstData';
import { findingsOf } from '../hints';
import { modelFiles, type FileContext } from '../modelFiles';
import type { Program } from '../program';
import { applied, type TextEdit } from '../../language/textEdit';
import type { Fix, FixKind } from './fix';
import { autoencoders, headSize, missingOutput } from './outputs';
import { missingValidation } from './validation';
import { shapes } from './shapes';
import { words } from './words';

export type { Fix } from './fix';

const kinds: readonly FixKind[] = [
  autoencoders,
  shapes,
  missingOutput,
  headSize,
  missingValidation,
  words,
];

/** A notebook with a finding. */
export interface FixSubject {
  readonly program: Program;
  /** Texts of the code cells. */
  readonly sources: readonly string[];
  readonly overrides?: AnalysisOptions['overrides'];
  /** Where files are looked for; absent: none are read. */
  readonly files?: FileContext;
}

/** What helps against a finding: each of these has been tried, and takes it away. */
export async function fixesOf(
  diagnostic: Diagnostic,
  subject: FixSubject,
): Promise<readonly Fix[]> {
  const { fix, location, code } = diagnostic;
  const context = { ...subject, probe: (name: string) => probeData(name, subject) };
  const own = fix ? [{ title: fix.title, edits: [{ location, text: fix.replacement }] }] : [];
  const helpful: Fix[] = [...own];
  for (const kind of kinds.filter(({ codes }) => codes.includes(code)))
    for (const each of await kind.propose(diagnostic, context))
      if (await helps(each, diagnostic, subject)) helpful.push(each);
  return helpful;
}

async function helps(
  { edits }: Fix,
  { code, location, message }: Diagnostic,
  { program, sources, overrides, files }: FixSubject,
): Promise<boolean> {
  if (edits.length === 0) return false;
  const texts = applied(sources, edits);
  const after = analyze(texts, {
    ...(overrides && { overrides }),
    ...(files && modelFiles(files)),
  });
  const isInText = findingsOf(program, sources).some((each) => each.message === message);
  const found = isInText ? findingsOf(after, texts) : await inData(after, files);
  const start = location.start + shift(edits, location);
  return !found.some(
    (each) =>
      each.code === code && each.location.cell === location.cell && each.location.start === start,
  );
}

/** How far a place moves. */
const shift = (edits: readonly TextEdit[], { cell, start }: Diagnostic['location']): number =>
  edits
    .filter(({ location }) => location.cell === cell && location.end <= start)
    .reduce((sum, { location, text }) => sum + text.length - (location.end - location.start), 0);

const inData = async (program: Program, files: FileContext | undefined) =>
  files ? checkAgainstData(program, { ...files, seed: 0 }) : [];

async function probeData(name: string, { program, files }: FixSubject) {
  const plan = program.data.get(name);
  if (!plan || !files) return undefined;
  try {
    return await probe(plan, { ...files, seed: 0 });
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
