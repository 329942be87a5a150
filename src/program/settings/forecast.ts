import { integer } from '../../language/parameters';
import type { ForecastPlan } from '../verbs/forecast';
import { settingOf } from './define';

const forecastSetting = settingOf<ForecastPlan>('forecast');

const warmup = forecastSetting({
  name: 'warmup',
  summary: 'How many values of the series are given before the network goes on by itself.',
  example: 'warmup 1000',
  parameters: { values: integer('Number of values.', { minimum: 1, maximum: 1_000_000 }) },
  plan: ({ values }) => ({ warmup: values }),
});

const horizon = forecastSetting({
  name: 'horizon',
  summary: 'How many values the network goes on by itself.',
  example: 'horizon 84',
  parameters: { values: integer('Number of values.', { minimum: 1, maximum: 10_000 }) },
  plan: ({ values }) => ({ horizon: values }),
});

const restarts = forecastSetting({
  name: 'restarts',
  summary: 'From how many places of the series, evenly spread, it does so.',
  example: 'restarts 50',
  parameters: { places: integer('Number of places.', { minimum: 1, maximum: 1000 }) },
  plan: ({ places }) => ({ restarts: places }),
});

export const forecastSettings = [warmup, horizon, restarts];
