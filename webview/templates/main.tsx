import './gallery.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { pageRoot } from '../ui/words';
import { Gallery } from './gallery';

render(
  <Frame>
    <Gallery />
  </Frame>,
  pageRoot(),
);
