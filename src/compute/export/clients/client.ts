import type { ClientName } from '../../../program/clients';
import type { ClientModel } from './clientModel';
import { node } from './node';
import { python } from './python';
import { web } from './web';

/** Makes a program that runs a model: the whole file. Throws a `CoreError` where it cannot. */
export type Client = (model: ClientModel) => Promise<Uint8Array> | string;

/** What each client is made of. */
export const clients: Readonly<Record<ClientName, Client>> = { python, node, web };
