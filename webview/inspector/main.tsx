import './inspector.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { Inspector } from './inspector';

render(
  <Frame>
    <Inspector />
  </Frame>,
  document.getElementById('root') ?? document.body,
);
