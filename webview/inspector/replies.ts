import type { HostMessage, InspectorMessage } from '../../src/views/messages';
import { onHostMessage, post } from './host';

/** Messages of the host that answer one of this page, by its number. */
type Reply = Extract<HostMessage, { readonly id: number }>;

let lastId = 0;
const waiting = new Map<number, (reply: Reply) => void>();
let listening = false;

/** Sends a message under a number of its own, and waits for what the host answers to it. */
export function reply<T extends Reply['type']>(
  message: (id: number) => InspectorMessage,
): Promise<Extract<Reply, { readonly type: T }>> {
  if (!listening) {
    listening = true;
    onHostMessage((received) => {
      if (!('id' in received)) return;
      waiting.get(received.id)?.(received);
      waiting.delete(received.id);
    });
  }
  const id = ++lastId;
  return new Promise((resolve) => {
    waiting.set(id, (received) => resolve(received as Extract<Reply, { readonly type: T }>));
    post(message(id));
  });
}
