import * as z from 'zod';

const notebook = z
  .string()
  .max(1000)
  .optional()
  .describe('File name or path of a .dnn notebook. Default: the one in front.');
const network = z
  .string()
  .max(200)
  .optional()
  .describe('Name of a network in the notebook. Default: the only one, or the one in training.');

const ofNetwork = z.strictObject({ notebook, network });

/** What each tool takes, by the tool's name; the manifest declares the same. */
export const toolInputs = {
  dnn_describeNetwork: ofNetwork,
  dnn_checkNotebook: z.strictObject({ notebook }),
  dnn_startTraining: ofNetwork,
  dnn_stopTraining: ofNetwork,
  dnn_readMetrics: ofNetwork,
};
export type ToolName = keyof typeof toolInputs;
export type ToolInput = z.infer<typeof ofNetwork>;
