/**
 * Arrow keys move focus among the items of a composite widget while Tab enters and leaves it as one stop
 * (WAI-ARIA Authoring Practices, roving tabindex).
 */
export function moveFocus(event: KeyboardEvent, items: readonly (Element | null)[]): void {
  const step = steps[event.key];
  if (step === undefined || items.length === 0) return;
  // Inside a shadow root `document.activeElement` is the host; the event's target is the item.
  const current = items.indexOf(event.currentTarget as Element);
  const next = Math.min(
    items.length - 1,
    Math.max(0, step === Infinity ? items.length - 1 : step === -Infinity ? 0 : current + step),
  );
  const item = items[next];
  if (item instanceof HTMLElement || item instanceof SVGElement) {
    event.preventDefault();
    item.focus();
  }
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};
