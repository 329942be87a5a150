/** How a number changes by a button: by one, or, where it need not be whole, by a tenth of its order. */
export interface NumberStep {
  readonly isWhole: boolean;
  readonly least?: number;
  readonly most?: number;
}

/** A number one step smaller or greater, within its limits; undefined where the text is no number. */
export function stepped(
  text: string,
  direction: -1 | 1,
  step: NumberStep | undefined,
): string | undefined {
  const value = Number(text.replaceAll('_', ''));
  if (!step || text.trim() === '' || !Number.isFinite(value)) return undefined;
  const by = step.isWhole ? 1 : 10 ** (Math.floor(Math.log10(Math.abs(value) || 1)) - 1);
  const next = value + direction * by;
  const within = Math.min(step.most ?? Infinity, Math.max(step.least ?? -Infinity, next));
  return String(Number(within.toPrecision(12)));
}
