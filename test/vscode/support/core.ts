import { join } from 'node:path';
import { readAddress, sharedAddressFile } from '../../../src/compute/wire/address';
import { connectCore } from '../../../src/compute/client/client';
import { repository } from '../../host/paths';

/** Ends the compute core that the extension started for a workspace; it would outlive the editor. */
export async function shutdownCore(workspace: string): Promise<void> {
  const corePath = join(repository, 'dist', 'core.js');
  if (!readAddress(sharedAddressFile(workspace, corePath))) return;
  const client = await connectCore({ workspace, mode: 'shared', corePath });
  await client.request('shutdown', {}).catch(() => undefined);
  client.dispose();
}
