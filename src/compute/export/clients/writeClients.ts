import { readFile } from 'node:fs/promises';
import { basename, parse } from 'node:path';
import { clientFile, type ClientName } from '../../../program/clients';
import type { Exported } from '../../protocol/protocol';
import { userError } from '../../wire/error';
import { assertReplaceable, writeForUser } from '../modelFile';
import { clients } from './client';
import { clientModel } from './clientModel';
import { isMarked, markLength } from './mark';

/** Throws a `CoreError` when a client's file would do harm, or something lies there that is none of ours. */
export async function assertClients(model: string, names: readonly ClientName[]): Promise<void> {
  for (const name of names) {
    const file = clientFile(model, name);
    const harm = clients[name].harm?.(parse(file).name);
    if (harm) throw userError('bad-target', `${file} ${harm}.`, 'Give the model another name.');
    await assertReplaceable(
      file,
      async (size, read) => isMarked(await read(0, Math.min(size, markLength))),
      'exists and was not written with a model',
    );
  }
}

/** Writes clients beside a model that was written, and tells their files. */
export async function writeClients(
  { file: model, data }: Pick<Exported, 'file' | 'data'>,
  names: readonly ClientName[],
): Promise<Pick<Exported, 'clients'>> {
  if (names.length === 0) return {};
  const described = {
    ...clientModel(model, await readFile(model)),
    ...(data !== undefined && { data: basename(data) }),
  };
  const contents = new Map<string, Uint8Array | string>();
  for (const name of names)
    contents.set(clientFile(model, name), await clients[name].write(described));
  await assertClients(model, names);
  for (const [file, content] of contents) await writeForUser(file, content);
  return { clients: [...contents.keys()] };
}
