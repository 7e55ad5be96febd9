import { holdsWhatever } from './fixtures/site/model';

holdsWhatever(
  ['switchover', 'reinitialize', 'stop_member', 'start_member'],
  1_250,
  process.env.HOWDAH_MODEL_TIMES,
);
