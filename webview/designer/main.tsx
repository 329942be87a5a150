import './designer.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving, saverOf } from '../ui/saving';
import { pageRoot } from '../ui/words';
import { Designer } from './designer';
import { post } from './host';

loadIcons();
render(
  <Frame>
    <Saving.Provider value={saverOf(post)}>
      <Designer />
    </Saving.Provider>
  </Frame>,
  pageRoot(),
);
