import type { ComponentChildren } from 'preact';
import { reducedMotion } from './motion';
import { useTheme } from './theme';

/** The root of everything the webviews draw. Style sheets see the theme through its classes, also in a shadow root. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  const { kind, highContrast } = useTheme();
  const classes = ['dnn', `dnn-${kind}`];
  if (highContrast) classes.push('dnn-high-contrast');
  if (reducedMotion()) classes.push('dnn-reduce-motion');
  return <div class={classes.join(' ')}>{children}</div>;
}
