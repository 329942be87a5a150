import * as vscode from 'vscode';
import * as z from 'zod';
import type { Analyses } from '../analyses';
import { explain } from '../failures';
import type { Trainings } from '../trainings';
import { toolInputs, type ToolInput, type ToolName } from './inputs';
import { toolsOf, type Tool } from './tools';

/** Offers the tools to language models; what they are given is checked before anything is done. */
export function registerLanguageModelTools(
  analyses: Analyses,
  trainings: Trainings,
): vscode.Disposable {
  const tools = toolsOf(analyses, trainings);
  return vscode.Disposable.from(
    ...Object.entries(tools).map(([name, tool]) =>
      vscode.lm.registerTool(name, adapted(name as ToolName, tool)),
    ),
  );
}

function adapted(name: ToolName, tool: Tool): vscode.LanguageModelTool<unknown> {
  const checked = (input: unknown): ToolInput => {
    const parsed = toolInputs[name].safeParse(input);
    if (parsed.success) return parsed.data;
    throw new Error(z.prettifyError(parsed.error));
  };
  return {
    async prepareInvocation({ input }) {
      const invocationMessage = tool.doing;
      if (!tool.confirm) return { invocationMessage };
      const confirmationMessages = await toldPlainly(tool.confirm(checked(input)));
      return { invocationMessage, confirmationMessages };
    },
    async invoke({ input }, token) {
      const text = await toldPlainly(tool.invoke(checked(input), token));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
    },
  };
}

/** A failure says to the model what it would say to the user. */
async function toldPlainly<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const { message, hint } = explain(error);
    throw new Error(hint === undefined ? message : `${message} ${hint}`, { cause: error });
  }
}
