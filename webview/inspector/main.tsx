import './inspector.css';
import './steps.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving, saverOf } from '../ui/saving';
import { pageRoot } from '../ui/words';
import { post } from './host';
import { Inspector } from './inspector';

loadIcons();
render(
  <Frame>
    <Saving.Provider value={saverOf(post)}>
      <Inspector />
    </Saving.Provider>
  </Frame>,
  pageRoot(),
);
