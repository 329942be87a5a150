/** Every id the manifest and the code share; a test keeps the two alike. */

export const notebookType = 'dnn-notebook';
export const language = 'dnn';
/** A whole notebook opened as text. */
export const textLanguage = 'dnn-markdown';
export const controllerId = 'dnn-core';
export const rendererId = 'dnn-renderer';
export const inspectorView = 'dnn.inspector';
export const designerView = 'dnn.designer';
export const templatesView = 'dnn.templates';
export const runsView = 'dnn.runs';
/** The type of tasks, and the name of their problem matcher. */
export const taskType = 'dnn';
export const comparisonView = 'dnn.comparison';
/** Shows `.onnx` files. */
export const modelEditor = 'dnn.onnx';

export const commands = {
  newNotebook: 'dnn.newNotebook',
  trainNetwork: 'dnn.trainNetwork',
  stopTraining: 'dnn.stopTraining',
  pauseTraining: 'dnn.pauseTraining',
  resumeTraining: 'dnn.resumeTraining',
  changeLearningRate: 'dnn.changeLearningRate',
  changeStoppingCriterion: 'dnn.changeStoppingCriterion',
  openInspector: 'dnn.openInspector',
  openDesigner: 'dnn.openDesigner',
  showTraining: 'dnn.showTraining',
  exportOnnx: 'dnn.exportOnnx',
  selectDevice: 'dnn.selectDevice',
  showLog: 'dnn.showLog',
  resumeRun: 'dnn.resumeRun',
  showRun: 'dnn.showRun',
  compareRuns: 'dnn.compareRuns',
  renameRun: 'dnn.renameRun',
  tagRun: 'dnn.tagRun',
  noteRun: 'dnn.noteRun',
  exportRun: 'dnn.exportRun',
  exportMeasures: 'dnn.exportMeasures',
  copySettings: 'dnn.copySettings',
  revealRun: 'dnn.revealRun',
  deleteRun: 'dnn.deleteRun',
  freeSpace: 'dnn.freeSpace',
  refreshRuns: 'dnn.refreshRuns',
  newFromTemplate: 'dnn.newFromTemplate',
  openSample: 'dnn.openSample',
  rerunCell: 'dnn.rerunCell',
  copyRunLink: 'dnn.copyRunLink',
  makeNotebook: 'dnn.makeNotebook',
  compareModels: 'dnn.compareModels',
  runOnImage: 'dnn.runOnImage',
} as const;
export type Command = (typeof commands)[keyof typeof commands];

/** Commands that need an argument and stay out of the palette. */
export const contextCommands: readonly Command[] = [
  commands.resumeRun,
  commands.showRun,
  commands.renameRun,
  commands.tagRun,
  commands.noteRun,
  commands.exportRun,
  commands.exportMeasures,
  commands.copySettings,
  commands.revealRun,
  commands.deleteRun,
  commands.refreshRuns,
  commands.rerunCell,
  commands.copyRunLink,
];

export const settings = {
  device: 'dnn.device',
  dataFolders: 'dnn.data.folders',
  shapeHints: 'dnn.hints.shapes',
  lenses: 'dnn.lenses',
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
