import type { HostMessage, InspectorState, StateChange } from '../../src/views/messages';
import { recordEvent } from '../../src/views/training';

/** What the inspector shows before the host has said anything. */
export const initialState: InspectorState = {
  networks: [],
  data: [],
  results: [],
  inspecting: false,
  preparing: false,
  restricted: false,
  pinned: false,
};

/** The state after a message of the host. */
export function reduce(state: InspectorState, message: HostMessage): InspectorState {
  switch (message.type) {
    case 'snapshot':
      return message.state;
    case 'changed':
      return applyChange(state, message.state);
    case 'events': {
      const { training } = state;
      if (training?.run !== message.run) return state;
      for (const event of message.events) recordEvent(training, event);
      // The history grows in place; a new object tells the views.
      return { ...state, training: { ...training } };
    }
    case 'answered':
    case 'lookedUp':
      return state;
    default:
      return message satisfies never;
  }
}

function applyChange(state: InspectorState, change: StateChange): InspectorState {
  const next: Record<string, unknown> = { ...state };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete next[key];
    else next[key] = value;
  }
  return next as unknown as InspectorState;
}
