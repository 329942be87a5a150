/** Waits until something holds, asking every tenth of a second. Throws, with what was waited for, when it does not in time. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 60,
): Promise<void> {
  const giveUp = Date.now() + seconds * 1000;
  while (!(await holds())) {
    if (Date.now() > giveUp) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
