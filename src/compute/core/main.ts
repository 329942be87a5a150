import '../batches/early';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { claimAddress, newSocket, readAddress } from '../wire/address';
import { CoreServer } from './server';
import { CoreService } from './service';

/** The compute core's process: `core.js private|shared ADDRESS_FILE [IDLE_SECONDS]`, or `core.js trial FOLDER`. */

/** Seconds a shared core goes on without clients and without a run. */
const defaultIdle = 600;

async function main(): Promise<void> {
  const [mode, addressFile, idle] = process.argv.slice(2);
  if (mode === 'trial') return tryHere(addressFile);
  if (addressFile === undefined) throw new Error('usage: core.js private|shared ADDRESS_FILE');
  const service = new CoreService(
    (notification) => server.broadcast(notification),
    () => end(),
    () => rest(),
  );
  let clients = 0;
  const secret = randomBytes(24).toString('hex');
  const server = new CoreServer(secret, service.handlers, (count) => {
    clients = count;
    rest();
  });

  let idleTimer: NodeJS.Timeout | undefined;
  /** Ends a core nobody needs: a private one when its client has gone, a shared one after a while. */
  function rest(): void {
    clearTimeout(idleTimer);
    if (clients > 0) return;
    if (mode === 'private') void end();
    else if (!service.jobs.busy)
      idleTimer = setTimeout(() => void end(), Number(idle ?? defaultIdle) * 1000);
  }

  let ending = false;
  /** Stops all runs with a checkpoint, then the process. */
  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    await service.jobs.stopAll();
    if (readAddress(addressFile)?.pid === process.pid) rmSync(addressFile, { force: true });
    server.close();
    setTimeout(() => process.exit(0), 50); // lets the last answers out
  }

  process.on('SIGINT', () => undefined); // Ctrl-C in a terminal is the client's to understand
  process.on('SIGTERM', () => void end());
  process.on('SIGHUP', () => (mode === 'private' ? void end() : undefined));
  if (mode === 'private') process.stdin.resume().on('close', () => void end());

  const socket = newSocket(addressFile);
  await server.listen(socket);
  const claimed = await claimAddress(addressFile, { pid: process.pid, socket, secret });
  if (!claimed) process.exit(0); // another core was faster
  if (mode === 'shared') rest();
}

/** Tries a device, and says on standard output how that went. */
async function tryHere(folder: string): Promise<void> {
  const { carryOutTrial } = await import('../deviceCheck/trial');
  const answer = JSON.stringify(await carryOutTrial(folder));
  process.stdout.write(`\n${answer}\n`, () => process.exit(0)); // not all drivers end by themselves
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
