import * as vscode from 'vscode';
import type { DeviceName, DeviceReport } from '../../compute/protocol';
import { chosenDevice, type Core } from '../core';
import { settings } from '../ids';
import { withPatience } from '../progress';

interface DeviceItem extends vscode.QuickPickItem {
  readonly device: DeviceName;
}

/** `Select Device`: those that really work here, with their measured rates. */
export async function selectDevice(core: Core): Promise<void> {
  const { devices } = await withPatience(
    vscode.l10n.t('Trying the devices of this machine…'),
    core.request('devices', {}),
  );
  const current = chosenDevice();
  const automatic: DeviceItem = {
    device: 'auto',
    label: '$(wand) auto',
    description: current === 'auto' ? vscode.l10n.t('current') : '',
    detail: vscode.l10n.t('Times a few steps on each device and keeps the fastest'),
  };
  const items = [automatic, ...devices.map((report) => deviceItem(report, current))];
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Device for training'),
    matchOnDetail: true,
  });
  if (!chosen) return;
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration().update(settings.device, chosen.device, target);
}

function deviceItem(report: DeviceReport, current: DeviceName): DeviceItem {
  const { device, works, gemm, reason, description } = report;
  const rate = gemm === undefined ? '' : `${gemm.toFixed(0)} GFLOP/s`;
  const mark = device === current ? vscode.l10n.t('current') : '';
  return {
    device,
    label: `${works ? '$(circuit-board)' : '$(circle-slash)'} ${device}`,
    description: [rate, mark].filter((text) => text !== '').join('  ·  '),
    detail: works ? description : (reason ?? vscode.l10n.t('Not available here')),
  };
}
