import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface DisclosureProps {
  readonly summary: string;
  readonly children: () => ComponentChildren;
  readonly open?: boolean;
}

/** Something folded away, rendered only while open: the table behind a picture, a list of warnings. */
export function Disclosure({ summary, children, open = false }: DisclosureProps) {
  const [isOpen, setOpen] = useState(open);
  return (
    <details
      class="dnn-disclosure"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  );
}
