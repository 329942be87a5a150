import type { ChartLine } from './rowTree';
import { shortNames } from './shortNames';

/** Where the lines of the chart are, and which of them have room for their names. Everything here is pure. */

export interface PlacedLine extends ChartLine {
  /** As it is written, distinguishable from the others. */
  readonly shortName: string;
  /** In CSS pixels. */
  readonly top: number;
  readonly height: number;
  /** Whether its name and value are written: of thin lines only some have room. */
  readonly labelled: boolean;
  /** Whether it has a bar and a line of the heat map: a layer or a folded group. */
  readonly drawn: boolean;
  /** Whether its name stands beside the lines below it, which are too thin for names of their own. */
  readonly hangs: boolean;
}

/** Heights in CSS pixels: of a line with room around its name down to one that can just be pointed at. */
const [tallest, thinnest] = [22, 6];
const headingHeight = 18;
/** Between groups of thin lines. */
const groupGap = 2;
/** Of a name, and how far it may reach over the end of the picture. */
const [textHeight, overhang] = [13, 4];

interface Room {
  /** Height in pixels, and characters of a name. */
  readonly available: number;
  readonly characters: number;
}

/** Lines as high as fits into the room, but not too thin; more are for scrolling. */
export function placeLines(lines: readonly ChartLine[], room: Room): readonly PlacedLine[] {
  const layers = lines.filter(({ kind }) => kind === 'layer').length;
  const headings = headingHeight * (lines.length - layers);
  const fitting = Math.floor((room.available - headings) / Math.max(1, layers));
  const isThin = layers > 0 && fitting < textHeight;
  const height = isThin
    ? Math.min(textHeight - 1, Math.max(thinnest, Math.floor(room.available / layers)))
    : Math.min(tallest, fitting);
  const names = namesOf(lines, room.characters);
  /** Where the next line is, and down to where there are names. */
  let [top, free] = [0, -overhang];
  return lines.map((line, i): PlacedLine => {
    const drawn = line.kind === 'layer' || line.folded;
    const hangs = !drawn && isThin;
    const own = hangs
      ? Math.max(top > 0 ? groupGap : 0, free - top)
      : line.kind === 'group'
        ? headingHeight
        : height;
    const start = hangs ? top + own : top + (own - textHeight) / 2;
    const end = start + (hangs ? headingHeight : textHeight);
    const below = lines.slice(i).findIndex(({ kind }) => kind === 'group');
    const bottom = below < 0 ? top + (lines.length - i) * height + overhang : top + below * height;
    const labelled = line.kind === 'group' || (start >= free && end <= bottom);
    if (labelled) free = end;
    const placed = { shortName: names[i] ?? line.name, top, height: own, labelled, drawn, hangs };
    top += own;
    return { ...line, ...placed };
  });
}

/** Names are told apart from those that are in the same groups. */
function namesOf(lines: readonly ChartLine[], characters: number): readonly string[] {
  const names = lines.map(({ name }) => name);
  const levels = new Set(lines.map(({ level }) => level));
  for (const level of levels) {
    const at = lines.flatMap((line, i) => (line.level === level ? [i] : []));
    const short = shortNames(
      at.map((i) => lines[i]?.name ?? ''),
      Math.max(6, characters - 2 * level),
    );
    at.forEach((i, k) => (names[i] = short[k] ?? ''));
  }
  return names;
}
