import * as l10n from '@vscode/l10n';

/** What numbers are told of: a step of a training, as `step 20` or `steps 17–20`, or a sample, as `digits.test[7]`. */
export type ShownOf = { readonly step: string } | { readonly sample: string };

/** `Gradient magnitude at step 20, by parameter` */
export function byParameter(what: string, of: ShownOf | undefined): string {
  if (!of) return l10n.t('{0}, by parameter', what);
  return 'step' in of
    ? l10n.t('{0} at {1}, by parameter', what, of.step)
    : l10n.t('{0} of {1}, by parameter', what, of.sample);
}

/** `‖∂E/∂W‖₂ at step 20, by layer` */
export function byLayer(what: string, of: ShownOf | undefined): string {
  if (!of) return l10n.t('{0}, by layer', what);
  return 'step' in of
    ? l10n.t('{0} at {1}, by layer', what, of.step)
    : l10n.t('{0} of {1}, by layer', what, of.sample);
}
