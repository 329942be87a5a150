import './model.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { loadIcons } from '../ui/icons';
import { Saving, saverOf } from '../ui/saving';
import { pageRoot } from '../ui/words';
import { post } from './host';
import { ModelPage } from './modelPage';

loadIcons();
render(
  <Frame>
    <Saving.Provider value={saverOf(post)}>
      <ModelPage />
    </Saving.Provider>
  </Frame>,
  pageRoot(),
);
