/** Every id the manifest and the code share; a test keeps the two alike. */

export const notebookType = 'dnn-notebook';
export const language = 'dnn';
/** A whole notebook opened as text. */
export const textLanguage = 'dnn-markdown';
export const controllerId = 'dnn-core';
export const rendererId = 'dnn-renderer';
export const inspectorView = 'dnn.inspector';
export const runsView = 'dnn.runs';

export const commands = {
  newNotebook: 'dnn.newNotebook',
  trainNetwork: 'dnn.trainNetwork',
  stopTraining: 'dnn.stopTraining',
  pauseTraining: 'dnn.pauseTraining',
  resumeTraining: 'dnn.resumeTraining',
  changeLearningRate: 'dnn.changeLearningRate',
  changeStoppingCriterion: 'dnn.changeStoppingCriterion',
  openInspector: 'dnn.openInspector',
  exportOnnx: 'dnn.exportOnnx',
  selectDevice: 'dnn.selectDevice',
  showLog: 'dnn.showLog',
  resumeRun: 'dnn.resumeRun',
  revealRun: 'dnn.revealRun',
  refreshRuns: 'dnn.refreshRuns',
  openSample: 'dnn.openSample',
} as const;
export type Command = (typeof commands)[keyof typeof commands];

/** Commands that need an argument and stay out of the palette. */
export const contextCommands: readonly Command[] = [
  commands.resumeRun,
  commands.revealRun,
  commands.refreshRuns,
];

export const settings = {
  device: 'dnn.device',
  dataFolders: 'dnn.data.folders',
  shapeHints: 'dnn.hints.shapes',
  restoreOutputs: 'dnn.outputs.restore',
} as const;

/** Set by the extension, read by `when` clauses. */
export const contextKeys = {
  /** A DNN notebook is open. */
  hasNotebook: 'dnn.hasNotebook',
  /** A network is being trained in this window. */
  training: 'dnn.training',
  /** One of them goes on, one of them is paused. */
  trainingGoes: 'dnn.trainingGoes',
  trainingPaused: 'dnn.trainingPaused',
} as const;
