import { spawn, type ChildProcess } from 'node:child_process';
import { cliPath } from '../support';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A plain client of `dnn lsp`: JSON-RPC with `Content-Length` over its standard input and output. */
export class LspClient {
  readonly ended: Promise<number | null>;
  err = '';
  private readonly child: ChildProcess;
  private received = Buffer.alloc(0);
  private last = 0;
  private readonly messages: Message[] = [];
  private waiting: (() => void)[] = [];

  constructor(folder: string) {
    this.child = spawn(process.execPath, [cliPath, 'lsp', '--stdio'], { cwd: folder });
    this.child.stdout!.on('data', (part: Buffer) => this.receive(part));
    this.child.stderr!.setEncoding('utf8').on('data', (part: string) => (this.err += part));
    this.child.stdin!.on('error', () => undefined);
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
  }

  /** Bytes as they are. */
  write(text: string): void {
    this.child.stdin!.write(text);
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** Sends a request; gives its result, or throws its error. */
  async request<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.last;
    this.send({ id, method, params });
    const { result, error } = await this.until((message) => message.id === id);
    if (error) throw Object.assign(new Error(error.message), { code: error.code });
    return result as T;
  }

  /** The parameters of the first notification that fits, taken out of those received. */
  async notification<T>(method: string, fits: (params: T) => boolean = () => true): Promise<T> {
    const found = await this.until(
      (message) => message.method === method && fits(message.params as T),
    );
    return found.params as T;
  }

  async initialize(capabilities: unknown = {}): Promise<{ capabilities: Record<string, unknown> }> {
    const params = { processId: null, rootUri: null, capabilities };
    const result = await this.request<{ capabilities: Record<string, unknown> }>(
      'initialize',
      params,
    );
    this.notify('initialized', {});
    return result;
  }

  open(uri: string, text: string): void {
    const textDocument = { uri, languageId: 'dnn', version: 1, text };
    this.notify('textDocument/didOpen', { textDocument });
  }

  close(): void {
    this.child.stdin!.end();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private send(message: object): void {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  private async until(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.messages.findIndex(fits);
      if (found >= 0) return this.messages.splice(found, 1)[0];
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private receive(part: Buffer): void {
    this.received = Buffer.concat([this.received, part]);
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      const [, length] =
        /Content-Length: (\d+)/.exec(this.received.toString('latin1', 0, end)) ?? [];
      if (end < 0 || length === undefined) return;
      const from = end + 4;
      if (this.received.length < from + Number(length)) return;
      const body = this.received.toString('utf8', from, from + Number(length));
      this.received = this.received.subarray(from + Number(length));
      this.messages.push(JSON.parse(body) as Message);
      this.waiting.splice(0).forEach((wake) => wake());
    }
  }
}
