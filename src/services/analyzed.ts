import { analyze } from '../program/analyze';
import { modelFiles } from '../program/modelFiles';
import type { AnalyzedNotebook, NotebookSources } from './notebook';

/** Analyses a notebook, so that it can be asked. */
export function analyzed(content: NotebookSources): AnalyzedNotebook {
  const { sources, overrides = {}, files } = content;
  const program = analyze(sources, { overrides, ...(files && modelFiles(files)) });
  return { ...content, program };
}
