import type { HostMessage, InspectorMessage } from '../../src/views/messages';
import { onHostMessage, post } from './host';

/** Messages of the host that answer one of this page, by its number. */
type Reply = Extract<HostMessage, { readonly id: number }>;
type Kind = Reply['type'];
type ReplyOf<K extends Kind> = Extract<Reply, { readonly type: K }>;
type Progress = Extract<Reply, { readonly progress: unknown }>['progress'];
/** How it ends. */
type Outcome<K extends Kind> = Exclude<ReplyOf<K>, { readonly progress: unknown }>;

let lastId = 0;
const waiting = new Map<number, (reply: Reply) => void>();
let listening = false;

function listen(): void {
  listening = true;
  onHostMessage((received) => {
    if ('id' in received) waiting.get(received.id)?.(received);
  });
}

/** Sends a message under a number of its own, and waits for what the host answers to it. */
export function send<K extends Kind>(
  message: (id: number) => InspectorMessage,
  onProgress?: (progress: Progress) => void,
): { readonly id: number; readonly outcome: Promise<Outcome<K>> } {
  if (!listening) listen();
  const id = ++lastId;
  const outcome = new Promise<Outcome<K>>((resolve) => {
    waiting.set(id, (received) => {
      if ('progress' in received) return onProgress?.(received.progress);
      waiting.delete(id);
      resolve(received as Outcome<K>);
    });
    post(message(id));
  });
  return { id, outcome };
}
