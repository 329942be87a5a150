import type { HTMLAttributes } from 'preact';

/** The elements of `@vscode/webview-ui-toolkit` that `toolkit.tsx` wraps. */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'vscode-button': HTMLAttributes<HTMLElement> & {
        appearance?: 'primary' | 'secondary' | 'icon';
        disabled?: boolean;
      };
      'vscode-dropdown': HTMLAttributes<HTMLElement> & { disabled?: boolean };
      'vscode-option': HTMLAttributes<HTMLElement> & { value: string };
      'vscode-panels': HTMLAttributes<HTMLElement> & { activeid?: string };
      'vscode-panel-tab': HTMLAttributes<HTMLElement>;
      'vscode-panel-view': HTMLAttributes<HTMLElement>;
      'vscode-progress-ring': HTMLAttributes<HTMLElement>;
    }
  }
}
