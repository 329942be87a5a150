import type { ClientInfo } from '../../src/program/clientInfo';

/** What an exported page carries besides its scripts: elements with text in base64 or JSON, by their ids. */

const text = (id: string): string => document.getElementById(id)?.textContent ?? '';

export const info = (): ClientInfo => JSON.parse(text('info')) as ClientInfo;

export function bytes(id: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text(id));
  const result = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) result[i] = binary.charCodeAt(i);
  return result;
}

/** The same of what was compressed by gzip. */
export async function unpacked(id: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes(id)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
