import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon';

interface IconButtonProps {
  readonly icon: IconName;
  /** What the button does, where the icon alone is seen and for those who do not see it. */
  readonly label: string;
  /** What the tooltip says, if it is another. */
  readonly title?: string;
  readonly onClick: () => void;
  readonly disabled?: boolean;
  /** A word beside the icon. */
  readonly children?: ComponentChildren;
}

/** A button with an icon, as those in VS Code's own title bars; it works in notebook outputs as well. */
export const IconButton = ({ icon, label, title = label, children, ...rest }: IconButtonProps) => (
  <button type="button" class="dnn-icon-button" aria-label={label} title={title} {...rest}>
    <Icon name={icon} />
    {children}
  </button>
);
