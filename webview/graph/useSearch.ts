import { useMemo, useState } from 'preact/hooks';
import type { GraphSource } from './source';

export interface LayerSearch {
  readonly isOpen: boolean;
  /** How often it was opened: the field takes the focus again. */
  readonly opened: number;
  readonly text: string;
  /** Ids of layers, in the order of the network. */
  readonly found: readonly string[];
  /** Which of them one is at. */
  readonly current: number | undefined;
  readonly open: () => void;
  readonly close: () => void;
  readonly look: (text: string) => void;
  /** To the next one, or with -1 the one before; after the last comes the first. */
  readonly go: (step: 1 | -1) => void;
}

/** Layers whose name, operator or text contains all words of the text. */
export function layersNamed({ layers }: GraphSource, text: string): readonly string[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return layers
    .filter(({ id, operator, text: call, activations }) => {
      const whole = [id, operator, call, ...activations].join(' ').toLowerCase();
      return words.every((word) => whole.includes(word));
    })
    .map(({ id }) => id);
}

/** A search in a graph; `show` is told where it goes. */
export function useSearch(
  network: GraphSource,
  show: (layer: string) => void,
  closed: () => void,
): LayerSearch {
  const [isOpen, setOpen] = useState(false);
  const [opened, setOpened] = useState(0);
  const [text, setText] = useState('');
  const [current, setCurrent] = useState<number>();
  const found = useMemo(() => layersNamed(network, text), [network, text]);
  return {
    ...{ isOpen, opened, text, found, current },
    open: () => {
      setOpen(true);
      setOpened(opened + 1);
    },
    close: () => {
      setOpen(false);
      closed();
    },
    look: (wanted) => {
      setText(wanted);
      setCurrent(undefined);
    },
    go: (step) => {
      if (found.length === 0) return;
      const from = current ?? (step === 1 ? -1 : 0);
      const next = (from + step + found.length) % found.length;
      setCurrent(next);
      const layer = found[next];
      if (layer !== undefined) show(layer);
    },
  };
}

/** Whether a key asks for the search; a text that is being written has the slash for itself. */
export const asksForSearch = ({ key, ctrlKey, metaKey, target }: KeyboardEvent): boolean =>
  (key.toLowerCase() === 'f' && (ctrlKey || metaKey)) ||
  (key === '/' && !(target instanceof HTMLInputElement));
