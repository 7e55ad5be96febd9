import { holdsWhatever } from './fixtures/site/model';

holdsWhatever(['restore'], 600, process.env.HOWDAH_MODEL_TIMES);
