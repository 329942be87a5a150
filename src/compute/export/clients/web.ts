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
export const web: Client = async (model) => {
  const fills: Readonly<Record<string, string>> = {
    mark: escaped(mark(model.file)),
    title: escaped(model.name),
    info: JSON.stringify(infoOf(model)).replaceAll('<', '\\u003c'),
    model: Buffer.from(model.bytes).toString('base64'),
  };
  const parts = (await template()).split(/\{\{(mark|title|info|model)\}\}/);
  return Buffer.concat(parts.map((part, i) => Buffer.from(i % 2 ? fills[part] : part)));
};

/** Beside the bundle; tests run the sources. */
const template = (): Promise<string> =>
  readFile(
    join(__dirname, extname(__filename) === '.ts' ? '../../../../dist' : '', 'webClient.html'),
    'utf8',
  );

function infoOf({ file, name, bytes, input, output }: ClientModel): ClientInfo {
  const shape = input.shape.filter((length) => typeof length === 'number');
  if (bytes.length > mostBytes)
    throw refused(
      `${file} has ${formatBytes(bytes.length)}, and a page holds ${formatBytes(mostBytes)}`,
    );
  if (shape.length < input.shape.length)
    throw refused(`its input ${formatShape(input.shape)} has an open length`);
  if (input.reads === 'numbers' && elements(shape) > mostNumbers)
    throw refused(`its input ${formatShape(shape)} is more than anyone types`);
  return {
    name,
    input: { ...input, shape },
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
