import { bindSetting } from '../language/bind';
import type { ValueScope } from '../language/evaluate';
import { unknownWord } from '../language/nearest';
import type { Name, Setting } from '../language/syntax';
import { LanguageError, type Location } from '../language/source';
import type { BoundValues } from '../language/vocabulary';
import type { Report } from './report';
import { catalogue } from './catalogue';
import { notebookSettings } from './settings';
import type { NotebookSetting } from './settings/define';

/** A setting with braces, bound. */
export interface Block {
  readonly setting: Setting;
  readonly values: BoundValues;
}

interface Line {
  readonly entry: NotebookSetting;
  readonly values: BoundValues;
  readonly location: Location;
}

/** A plan that keeps the values of settings that have no place of their own in it. */
interface OpenPlan {
  readonly settings?: Readonly<Record<string, BoundValues>>;
}

/** The bound settings of one declaration or action. */
export class BoundSettings {
  private readonly lines: Line[] = [];
  /** Those with braces, in order. */
  readonly blocks: Block[] = [];
  private readonly texts = new Map<string, Setting>();
  /** Whether every line could be bound. */
  readonly complete: boolean;

  constructor(place: string, settings: readonly Setting[], scope: ValueScope, report: Report) {
    let complete = true;
    for (const setting of settings) {
      const { keyword } = setting;
      const entry = notebookSettings.find(keyword.text);
      if (!entry?.within.includes(place)) {
        report.errors([unknown(place, keyword)]);
        complete = false;
      } else if (this.texts.has(entry.name) && !entry.repeats) {
        report.error('duplicate-setting', `\`${entry.name}\` is given twice`, setting.location);
        complete = false;
      } else {
        this.texts.set(entry.name, setting);
        const misplaced = blockMistake(entry, setting);
        if (misplaced) {
          report.errors([misplaced]);
          complete = false;
          continue;
        }
        if (entry.free) continue;
        const { values, errors } = bindSetting(entry, setting, scope, catalogue);
        report.errors(errors);
        if (!values) complete = false;
        else if (entry.block) this.blocks.push({ setting, values });
        else this.lines.push({ entry, values, location: setting.location });
      }
    }
    this.complete = complete;
  }

  has = (setting: string): boolean => this.texts.has(setting);

  text = (setting: string): Setting | undefined => this.texts.get(setting);

  /** What the lines make of a plan that has what is usual, one after the other. */
  plan<Plan extends object>(usual: Plan): Plan {
    return this.lines.reduce((above, { entry, values, location }) => {
      const { settings }: OpenPlan = above;
      const added = entry.plan
        ? entry.plan(values, above, location)
        : { settings: { ...settings, [entry.name]: values } };
      return { ...above, ...(added as Partial<Plan>) };
    }, usual);
  }
}

/** A name or braces where there are none, or none where there must be. */
function blockMistake(entry: NotebookSetting, { label, settings, location }: Setting) {
  const { name, block } = entry;
  if (block && !label)
    return new LanguageError('missing-name', `give it a name: \`${name} first: …\``, location);
  if (!block && label) {
    const { text } = label;
    const isValue = Object.values(entry.parameters).some(({ choices }) => choices?.includes(text));
    const message = isValue
      ? `write \`${text}\` without \`:\``
      : `\`${name}\` takes no name; remove \`${text}:\``;
    return new LanguageError('unexpected-name', message, label.location);
  }
  if (!block && settings)
    return new LanguageError(
      'unexpected-braces',
      `\`${name}\` takes no braces; remove them`,
      location,
    );
  return undefined;
}

function unknown(place: string, keyword: Name) {
  const known = [...notebookSettings].filter(({ within }) => within.includes(place));
  const names = known.map(({ name }) => name);
  return unknownWord('setting', keyword, names, { of: place });
}
