import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { writeAtomic } from './atomic';
import { refuseLinks } from './links';
import { openRegular } from './regularFile';

/**
 * `about.json`: what somebody calls a run and says of it. It lies beside `run.json` and is no part of what makes the run exact.
 */
export const runAbout = z.object({
  name: z.string().trim().min(1).max(200).optional(),
  tags: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
  note: z.string().trim().min(1).max(20_000).optional(),
});
export type RunAbout = z.infer<typeof runAbout>;

/** More than the longest that is valid takes: another file is none of ours. */
const mostBytes = 1 << 18;

const fileOf = (folder: string): string => join(folder, 'about.json');

/** What is said of a run; nothing where the file is missing or not valid. */
export async function readAbout(folder: string): Promise<RunAbout> {
  try {
    const handle = await openRegular(fileOf(folder));
    try {
      if ((await handle.stat()).size > mostBytes) return {};
      return runAbout.parse(JSON.parse(await handle.readFile('utf8')));
    } finally {
      await handle.close();
    }
  } catch {
    return {};
  }
}

/** Replaces what is said of a run; fields that are empty are left out. Throws a `RunError` or, where it is too long, a `ZodError`. */
export async function writeAbout(folder: string, about: RunAbout): Promise<RunAbout> {
  const { name = '', tags = [], note = '' } = about;
  const said = runAbout.parse({
    ...(name.trim() !== '' && { name }),
    ...(tags.length > 0 && { tags: [...new Set(tags)] }),
    ...(note.trim() !== '' && { note }),
  });
  await refuseLinks(folder);
  if (Object.keys(said).length === 0) await rm(fileOf(folder), { force: true });
  else await writeAtomic(fileOf(folder), `${JSON.stringify(said, null, 2)}\n`);
  return said;
}

/** `wide net, baseline` → the tags. */
export const readTags = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];
