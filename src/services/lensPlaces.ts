import type { Location } from '../language/source';
import type { Program } from '../program/program';
import { isTraining } from '../program/verbs/train';

/** A line above which the editor offers what can be done with it. */
export type LensPlace = { readonly location: Location; readonly network: string } & (
  | { readonly kind: 'network'; readonly isTrained: boolean }
  | { readonly kind: 'action'; readonly isTraining: boolean }
);

/** The networks and actions of a cell that are free of errors. */
export function lensPlaces({ cells, networks, actions }: Program, cell: number): LensPlace[] {
  const trained = new Set(actions.filter(isTraining).map(({ network }) => network.name));
  return (cells[cell] ?? []).flatMap((statement): LensPlace[] => {
    const { kind, location } = statement;
    if (kind === 'network') {
      const network = statement.name.text;
      if (networks.get(network)?.location.start !== location.start) return [];
      return [{ kind, location, network, isTrained: trained.has(network) }];
    }
    if (kind !== 'action') return [];
    const action = actions.find(
      (one) => one.cell === cell && one.location.start === location.start,
    );
    if (!action) return [];
    return [{ kind, location, network: action.network.name, isTraining: isTraining(action) }];
  });
}
