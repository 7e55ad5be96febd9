import { holdsAgain, holdsWhatever } from './fixtures/site/model';

holdsWhatever(['restore'], 600, process.env.HOWDAH_MODEL_TIMES);

holdsAgain(
  ['restore'],
  [
    {
      seed: 468007747,
      path: '1734',
      what: 'a member that followed, and was restarted by a person in the moment when others were late, is reinitialized',
    },
  ],
);
