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
  return {
    name,
    source: writtenSource(declaration, document) ?? callText(source.name, source.arguments),
    batch,
    normalization: callText(normalization.name, normalization.arguments),
    ...(typeof train === 'number' &&
      typeof test === 'number' && { samples: { train: train - validation, validation, test } }),
  };
}

function writtenSource(
  declaration: DataDeclaration | undefined,
  document: vscode.TextDocument | undefined,
): string | undefined {
  const setting = declaration?.settings.find(({ keyword }) => keyword.text === 'source');
  if (!setting || !document) return undefined;
  return textOf(document).slice(setting.keyword.location.end, setting.location.end).trim();
}
