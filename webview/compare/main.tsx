import './compare.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving } from '../ui/saving';
import { pageRoot } from '../ui/words';
import { ComparisonView } from './comparison';
import { post } from './host';

loadIcons();
render(
  <Frame>
    <Saving.Provider value={(name, text) => post({ type: 'save', name, text })}>
      <ComparisonView />
    </Saving.Provider>
  </Frame>,
  pageRoot(),
);
