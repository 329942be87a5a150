import { useEffect, useState } from 'preact/hooks';
import type * as MonacoFile from '../monaco/main';

type Monaco = typeof MonacoFile;

let loading: Promise<Monaco> | undefined;
let loaded: Monaco | undefined;

/** The editor for fields, which is a file of its own: until it is there, and where it cannot be loaded, fields are plain. */
export function useMonaco(): Monaco | undefined {
  const [monaco, setMonaco] = useState(() => loaded);
  useEffect(() => {
    if (monaco) return;
    let isWanted = true;
    load().then(
      (found) => {
        // Nobody who types into a plain field loses it.
        const active = document.activeElement;
        const show = () => isWanted && setMonaco(() => found);
        if (active instanceof HTMLInputElement)
          active.addEventListener('blur', () => setTimeout(show), { once: true });
        else show();
      },
      (error: unknown) => console.error('the editor for fields could not be loaded', error),
    );
    return () => {
      isWanted = false;
    };
  }, []);
  return monaco;
}

const load = (): Promise<Monaco> => (loading ??= start());

async function start(): Promise<Monaco> {
  const file = (name: string) => new URL(name, import.meta.url).href;
  const styles = document.createElement('link');
  styles.rel = 'stylesheet';
  styles.href = file('./monaco.css');
  document.head.append(styles);
  return (loaded = (await import(file('./monaco.js'))) as Monaco);
}
