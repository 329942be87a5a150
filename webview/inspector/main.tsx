import './inspector.css';
import './steps.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving } from '../ui/saving';
import { pageRoot } from '../ui/words';
import { post } from './host';
import { Inspector } from './inspector';

loadIcons();
render(
  <Frame>
    <Saving.Provider value={(name, text) => post({ type: 'save', name, text })}>
      <Inspector />
    </Saving.Provider>
  </Frame>,
  pageRoot(),
);
