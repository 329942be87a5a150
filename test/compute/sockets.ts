import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** What looks for sockets of processes. Each sees what the others may miss. */
export type Recorder = 'system calls' | 'kernel counters' | 'open files';

export interface Recording {
  /** Sockets that are not of this machine's own kind (Unix), in words. */
  readonly sockets: readonly string[];
  /** The command line of each process that was seen, by its number. */
  readonly processes: ReadonlyMap<number, string>;
  /** Whether the sockets of this machine's own kind were seen, as a proof that something is recorded. */
  readonly sawOwn: boolean;
}

const works = (command: string, ...args: string[]): boolean =>
  process.platform === 'linux' && spawnSync(command, args).status === 0;

/** The recorders that this machine has. */
export const available: ReadonlySet<Recorder> = new Set<Recorder>([
  ...(works('strace', '-qq', 'true') ? (['system calls'] as const) : []),
  ...(works('unshare', '-rn', 'true') ? (['kernel counters'] as const) : []),
  ...(process.platform === 'linux' ? (['open files'] as const) : []),
]);

/**
 * A command, with all processes that come of it, under some recorders: `strace` tells each call; an empty network namespace
 * counts what finds no way out of it; the open files in /proc are looked through every 10 ms, which shows what is open for
 * longer.
 */
export class RecordedCommand {
  readonly child: ChildProcess;
  private readonly marker = `DNN_TEST_RECORDED=${randomUUID()}`;
  private readonly ours = new Map<number, string | undefined>();
  private readonly found = new Set<string>();
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly ended: Promise<void>;
  private sawOwn = false;

  constructor(
    command: readonly string[],
    env: NodeJS.ProcessEnv,
    private readonly folder: string,
    private readonly recorders: ReadonlySet<Recorder> = available,
  ) {
    let whole = [...command];
    if (recorders.has('system calls')) {
      whole = ['strace', '-f', '-qq', '-e', 'trace=socket', '-o', this.calls, ...whole];
    }
    if (recorders.has('kernel counters')) {
      // The shell outlives the interrupt that ends the command.
      const script = `trap : INT; cat /proc/net/snmp >"$0"; "$@"; cat /proc/net/snmp >>"$0"`;
      whole = ['unshare', '-rn', 'sh', '-c', script, this.counters, ...whole];
    }
    const [name, value] = this.marker.split('=');
    this.child = spawn(whole[0], whole.slice(1), {
      env: { ...env, [name]: value },
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.ended = new Promise((resolve) => this.child.once('close', () => resolve()));
    if (recorders.has('open files')) this.timer = setInterval(() => this.look(), 10);
  }

  private get calls(): string {
    return join(this.folder, 'calls');
  }

  private get counters(): string {
    return join(this.folder, 'counters');
  }

  /** Interrupts the command and its children, as Ctrl-C does. */
  interrupt(): void {
    process.kill(process.platform === 'win32' ? this.child.pid! : -this.child.pid!, 'SIGINT');
  }

  /** Waits for the end of the command. */
  async recording(): Promise<Recording> {
    await this.ended;
    clearInterval(this.timer);
    if (this.recorders.has('system calls')) this.readCalls();
    if (this.recorders.has('kernel counters')) this.readCounters();
    const processes = [...this.ours].filter((entry): entry is [number, string] => !!entry[1]);
    return { sockets: [...this.found], processes: new Map(processes), sawOwn: this.sawOwn };
  }

  private readCalls(): void {
    for (const line of readFileSync(this.calls, 'utf8').split('\n')) {
      if (!/ socket\(/.test(line)) continue;
      if (line.includes('AF_UNIX')) this.sawOwn = true;
      else this.found.add(line);
    }
  }

  /** What was sent in a namespace without a network is counted as having no route. */
  private readCounters(): void {
    const rows = readFileSync(this.counters, 'utf8').split('\n');
    for (const kind of ['Ip:', 'Tcp:', 'Udp:']) {
      const [names, before, , after] = rows
        .filter((row) => row.startsWith(kind))
        .map((row) => row.split(' '));
      if (!after) throw new Error(`${this.counters} is not whole.`);
      names.forEach((name, index) => {
        const more = Number(after[index]) - Number(before[index]);
        if (more > 0) this.found.add(`${kind} ${name} ${more}`);
      });
    }
  }

  private look(): void {
    for (const name of readdirSync('/proc')) {
      const pid = Number(name);
      if (!Number.isInteger(pid)) continue;
      try {
        if (this.isOurs(pid)) this.lookAt(pid);
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  /** Children keep the marker in their environment, also those whose parent has ended. */
  private isOurs(pid: number): boolean {
    if (!this.ours.has(pid)) {
      const marked = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
      const ours = marked.includes(this.marker);
      this.ours.set(pid, ours ? `process ${pid}` : undefined);
    }
    const known = this.ours.get(pid);
    if (!known) return false;
    const now = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    if (now) this.ours.set(pid, now);
    return true;
  }

  private lookAt(pid: number): void {
    const files = readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`);
    const sockets = files.flatMap((file) => {
      const inode = socketOf(file);
      return inode ? [{ file, inode }] : [];
    });
    if (sockets.length === 0) return;
    // Its standard streams were made in the namespace of the test.
    const own = new Set(
      ([pid, 'self'] as const).flatMap((of) => rowsOf(of, 'unix').map((row) => row[6])),
    );
    for (const { file, inode } of sockets) {
      if (own.has(inode)) this.sawOwn = true;
      // One that was closed meanwhile has left the table of its kind.
      else if (socketOf(file) === inode) this.found.add(describeSocket(pid, inode));
    }
  }
}

function socketOf(file: string): string | undefined {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(file))?.[1];
  } catch {
    return undefined;
  }
}

function rowsOf(pid: number | 'self', kind: string): string[][] {
  const file = `/proc/${pid}/net/${kind}`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'latin1')
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
}

function describeSocket(pid: number, inode: string): string {
  const kinds = ['tcp', 'tcp6', 'udp', 'udp6', 'icmp', 'raw', 'raw6', 'packet', 'netlink'];
  for (const kind of kinds) {
    const row = rowsOf(pid, kind).find((columns) => columns.includes(inode));
    if (row) return `process ${pid}: ${kind} ${row.join(' ')}`;
  }
  return `process ${pid}: a socket that is not bound (${inode})`;
}
