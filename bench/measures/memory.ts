import { residentBytes, buildCore, startCore, trainOn } from '../core';
import { TorchPeer } from '../peer';
import { trainableNotebook } from '../samples';
import { significant } from '../statistics';
import type { Measure } from './measure';

const steps = 100;
const batches = 10;
const megabyte = 2 ** 20;

/** Peak resident memory of the core in a short training and of PyTorch in as many steps, each in a process of its own. */
export const memory: Measure = {
  workloads: ['lenet5', 'vgg'],
  async run({ name, batch }, { threads }) {
    await buildCore();
    const notebook = trainableNotebook(name, batches * batch, steps / batches);
    const client = await startCore();
    let ours: number | undefined;
    try {
      await trainOn(client, notebook);
      ours = residentBytes(client.pid, 'peak');
    } finally {
      await client.close();
      notebook.remove();
    }
    const peer = TorchPeer.start();
    let theirs: number | undefined;
    if (peer && (await peer.open(name, batch, threads))) {
      await peer.run(steps);
      theirs = await peer.peakMemory();
    }
    peer?.stop();
    const megabytes = (bytes: number | undefined) =>
      bytes === undefined ? null : significant(bytes / megabyte);
    return { memory: { ours: megabytes(ours), pytorch: megabytes(theirs) } };
  },
};
