import * as z from 'zod';
import { limits } from '../../language/limits';
import type { Setting } from '../../language/syntax';
import { outdated, type NotebookContext } from '../operation';
import { name } from '../targets';
import {
  holderAt,
  settingAt,
  statementNamed,
  type SettingPath,
  type SettingsStatement,
  type StatementName,
} from './statements';

/** What operations on settings are told, and the lines that it means. */

export const statementName = z.object({ word: name, subject: name, number: z.int().min(0) });
export const settingPath = z.array(z.int().min(0)).max(limits.depth).readonly();

/** A statement with the text of its cell. */
export function statementIn(
  { cells, sources }: NotebookContext,
  wanted: StatementName,
): { readonly statement: SettingsStatement; readonly source: string } {
  const statement = statementNamed(cells, wanted);
  if (!statement) throw outdated();
  return { statement, source: sources[statement.location.cell] ?? '' };
}

export function settingIn(statement: SettingsStatement, at: SettingPath): Setting {
  const setting = settingAt(statement, at);
  if (!setting) throw outdated();
  return setting;
}

/** What settings stand in: the statement, or a setting with braces. */
export function holderIn(statement: SettingsStatement, at: SettingPath) {
  const holder = holderAt(statement, at);
  if (!holder) throw outdated();
  return holder;
}
