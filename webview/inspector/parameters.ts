import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ParametersChoice } from '../../src/views/history';

/** With which parameters the questions of a part of the page are answered; by default with the newest ones of what is on view. */
export const ParametersContext = createContext<ParametersChoice>({});

export const useParameters = (): ParametersChoice => useContext(ParametersContext);
