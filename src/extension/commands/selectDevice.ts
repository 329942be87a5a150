import * as vscode from 'vscode';
import type { DeviceName, DeviceReport } from '../../compute/protocol/protocol';
import { chosenDevice, type Core } from '../core';
import { settings } from '../ids';
import { withPatience } from '../progress';
import { significant } from '../../text/numbers';

interface DeviceItem extends vscode.QuickPickItem {
  /** Absent: drop what was measured, and try again. */
  readonly device?: DeviceName;
}

/** `Select Device`: those that really work here, with their measured rates. */
export async function selectDevice(core: Core, forget = false): Promise<void> {
  const { devices } = await withPatience(
    vscode.l10n.t('Trying the devices of this machine…'),
    core.request('devices', { forget }),
  );
  const current = chosenDevice();
  const automatic: DeviceItem = {
    device: 'auto',
    label: '$(wand) auto',
    description: current === 'auto' ? vscode.l10n.t('current') : '',
    detail: vscode.l10n.t(
      'Times a network’s steps on each device, keeps the fastest and remembers it',
    ),
  };
  const again: DeviceItem = {
    label: `$(refresh) ${vscode.l10n.t('Forget and try again')}`,
    detail: vscode.l10n.t('Clears remembered choices and measures again'),
  };
  const items = [automatic, ...devices.map((report) => deviceItem(report, current)), again];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Device for training'),
    matchOnDetail: true,
  });
  if (!chosen) return;
  if (chosen.device === undefined) return selectDevice(core, true);
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(settings.device, chosen.device, target);
}

function deviceItem(report: DeviceReport, current: DeviceName): DeviceItem {
  const { device, works, gemm, reason, description } = report;
  const rate = gemm === undefined ? '' : `${significant(gemm)} GFLOP/s`;
  const mark = device === current ? vscode.l10n.t('current') : '';
  return {
    device,
    label: `${works ? '$(circuit-board)' : '$(circle-slash)'} ${device}`,
    description: [rate, mark].filter((text) => text !== '').join('  ·  '),
    detail: works ? description : (reason ?? vscode.l10n.t('Not available here')),
  };
}
