import * as vscode from 'vscode';

/** Another model, to be compared. */
export const chooseModel = async (beside: vscode.Uri): Promise<vscode.Uri | undefined> => {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Compare With Which Model?'),
    openLabel: vscode.l10n.t('Compare'),
    defaultUri: vscode.Uri.joinPath(beside, '..'),
    filters: { ONNX: ['onnx'] },
  });
  return chosen?.[0];
};

/** A picture for a model to run on. */
export const choosePicture = async (beside: vscode.Uri): Promise<vscode.Uri | undefined> => {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Run on Which Image?'),
    openLabel: vscode.l10n.t('Run'),
    defaultUri: vscode.Uri.joinPath(beside, '..'),
    filters: { [vscode.l10n.t('Images')]: ['png', 'jpg', 'jpeg'] },
  });
  return chosen?.[0];
};
