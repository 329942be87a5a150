import type * as vscode from 'vscode';
import type { DataPlan } from '../data/plan';
import type { DataDeclaration } from '../language/syntax';
import { callText } from '../views/network';
import type { DataPayload } from '../views/payloads';
import { textOf } from './documents';

/** What a `data` declaration says, without loading anything. */
export function dataPayload(
  plan: DataPlan,
  declaration?: DataDeclaration,
  document?: vscode.TextDocument,
): DataPayload {
  const { name, source, validation, batch, normalization } = plan;
  const { train, test } = source.arguments;
  const written = (keyword: string) => writtenSetting(keyword, declaration, document);
  return {
    name,
    source: written('source') ?? callText(source.name, source.arguments),
    batch,
    normalization: written('normalize') ?? callText(normalization.name, normalization.arguments),
    ...(typeof train === 'number' &&
      typeof test === 'number' && { samples: { train: train - validation, validation, test } }),
  };
}

/** The values of a setting as they stand in the text. */
function writtenSetting(
  wanted: string,
  declaration: DataDeclaration | undefined,
  document: vscode.TextDocument | undefined,
): string | undefined {
  const setting = declaration?.settings.find(({ keyword }) => keyword.text === wanted);
  if (!setting || !document) return undefined;
  return textOf(document).slice(setting.keyword.location.end, setting.location.end).trim();
}
