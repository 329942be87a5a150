import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ClientInfo } from '../../../program/clientInfo';
import { elements } from '../../../shape/elements';
import { formatBytes, formatShape } from '../../../text/numbers';
import { userError } from '../../wire/error';
import { answersOf } from './answers';
import type { Client } from './client';
import type { ClientModel } from './clientModel';
import { mark } from './mark';

/** A model has no more bytes in a page, and an input that is typed no more numbers. */
const mostBytes = 100 * 2 ** 20;
const mostNumbers = 2 ** 14;

/** The page of scripts/webClient.mjs, with this model in it. */
export const web: Client = { write: page };

async function page(model: ClientModel): Promise<Uint8Array> {
  const fills: Readonly<Record<string, string>> = {
    mark: escaped(mark(model.file)),
    title: escaped(model.name),
    info: JSON.stringify(infoOf(model)).replaceAll('<', '\\u003c'),
    model: Buffer.from(model.bytes).toString('base64'),
  };
  const parts = (await template()).split(/\{\{(mark|title|info|model)\}\}/);
  return Buffer.concat(parts.map((part, i) => Buffer.from(i % 2 ? fills[part] : part)));
}

/** Beside the bundle; tests run the sources. */
const template = (): Promise<string> =>
  readFile(
    join(__dirname, extname(__filename) === '.ts' ? '../../../../dist' : '', 'webClient.html'),
    'utf8',
  );

function infoOf({ file, name, bytes, data, input, output }: ClientModel): ClientInfo {
  const { isOpen: _isOpen, ...read } = input;
  if (data !== undefined)
    throw refused(`${file} has its weights in ${data}, and a page holds one file`);
  if (bytes.length > mostBytes)
    throw refused(
      `${file} has ${formatBytes(bytes.length)}, and a page holds ${formatBytes(mostBytes)}`,
    );
  if (input.reads === 'numbers' && elements(input.shape) > mostNumbers)
    throw refused(`its input ${formatShape(input.shape)} is more than anyone types`);
  return {
    name,
    input: read,
    output: {
      name: output.name,
      names: answersOf(output) === 'second' ? output.names.slice(1) : output.names,
    },
  };
}

const refused = (why: string) =>
  userError('no-client', `No web page was written beside the model: ${why}.`);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
