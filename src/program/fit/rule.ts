import { LanguageError } from '../../language/source';
import { incompatibilities, nothingToTrain } from '../../learning/rules';
import { defineCheck } from './check';

/** There is something to train. */
export const parameters = defineCheck('text', ({ network, plan }, place) =>
  nothingToTrain(network, plan).map(
    (finding) => new LanguageError(finding.code, finding.message, place(finding)),
  ),
);

/** The rule and the loss can train the network. */
export const ruleAndNetwork = defineCheck('text', (training, place) =>
  incompatibilities(training).map(
    (finding) => new LanguageError(finding.code, finding.message, place(finding)),
  ),
);

/** The heads of the network give what the targets of the data are. */
export const headsAndTargets = defineCheck(
  'probed',
  ({ network, plan }, { kind, targets, steps }) => {
    if (kind === undefined || targets === undefined) return [];
    const wanted = { kind, count: targets, ...(steps !== undefined && { steps }) };
    return incompatibilities({ network, plan, targets: wanted }).map(
      ({ code, message, layer }) =>
        new LanguageError(code, message, layer?.location ?? network.location),
    );
  },
);
