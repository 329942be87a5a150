import './compare.css';
import { render } from 'preact';
import { Frame } from '../ui/frame';
import { ComparisonView } from './comparison';

render(
  <Frame>
    <ComparisonView />
  </Frame>,
  document.getElementById('root') ?? document.body,
);
