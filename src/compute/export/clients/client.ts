import type { ClientName } from '../../../program/clients';
import type { ClientModel } from './clientModel';
import { node } from './node';
import { python } from './python';
import { web } from './web';

export interface Client {
  /** Makes a program that runs a model: the whole file. Throws a `CoreError` where it cannot. */
  write(model: ClientModel): Promise<Uint8Array> | string;
  /** What a file of this name, without its ending, would do besides; undefined: nothing. */
  harm?(name: string): string | undefined;
}

/** What each client is made of. */
export const clients: Readonly<Record<ClientName, Client>> = { python, node, web };
